import { type Modules, NO_MODULES } from '../connect/modules.ts';
import { readErrors, readFunction } from './connect.ts';
import type { Connector } from './connector.ts';
import type { Entries } from './entries.ts';
import type { ConnectorFile } from './json-file.ts';
import { CONNECT_KEYS } from './keys/connect.ts';
import { OWN_KEYS } from './keys/connectless.ts';
import { ownModuleNames } from './module-names.ts';
import { readConverters, readTransformSettings } from './plugins.ts';
import { readRows } from './read-rows.ts';
import type { Report } from './report.ts';
import { warnOfErrors, warnOfTransforms } from './warnings.ts';

/** What both legs have. */
export type Common = Pick<
  Connector,
  | 'name'
  | 'file'
  | 'errors'
  | 'signIn'
  | 'letterRetentionDays'
  | 'function'
  | 'references'
  | 'transforms'
  | 'converters'
  | 'modules'
>;

/** Errors, function, converters and transforms of a connector of either leg; its references come when all is read. */
export const readCommon = (
  { file, name }: ConnectorFile,
  entries: Entries,
  {
    modules = NO_MODULES,
    signIn,
  }: Pick<Connector, 'signIn'> & { readonly modules?: Modules | undefined },
  report: Report,
): Common => {
  const { values } = readRows({ ...CONNECT_KEYS, ...OWN_KEYS }, entries, report);
  const errors = readErrors(values, name);
  warnOfErrors(errors, entries, report);
  const transforms = readTransformSettings(entries, modules, report);
  warnOfTransforms(transforms, report);
  const converters = readConverters(entries, modules, report);
  const own = ownModuleNames({ converters, transforms });
  return {
    name,
    file,
    errors,
    signIn,
    letterRetentionDays: values['connectless.dead.letters.retention.days'],
    function: readFunction(values),
    references: [],
    transforms,
    converters,
    modules: new Map([...modules].filter(([module]) => own.includes(module))),
  };
};
