import { checkConnectors } from '../../shared/config/check-connectors.ts';
import type { SinkConnector } from '../../shared/config/connector.ts';
import type { Fault } from '../../shared/connect/errors.ts';
import type { Modules } from '../../shared/connect/modules.ts';
import { aFolder, sinkFile } from './connectors.ts';

/** Modules by their names, with what each exports. */
export const modulesOf = (exported: Readonly<Record<string, object>>): Modules =>
  new Map(
    Object.entries(exported).map(([name, exports]) => [
      name,
      { exports: exports as Readonly<Record<string, unknown>> },
    ]),
  );

/** A sink with settings that name modules: what it is, and what is wrong with it. */
export const checkWith = (
  settings: Readonly<Record<string, string>>,
  exported: Readonly<Record<string, object>>,
): { readonly sink: SinkConnector | undefined; readonly errors: readonly Fault[] } => {
  const folder = { ...aFolder({ 'a.json': sinkFile(settings) }), modules: modulesOf(exported) };
  const { connectors, faults } = checkConnectors(folder);
  return {
    sink: connectors[0] as SinkConnector | undefined,
    errors: faults.filter(({ severity }) => severity === 'error'),
  };
};
