import { checkedParameters, type Parameters } from '../../infra/parameters.ts';
import { checkConnectors } from '../../shared/config/check-connectors.ts';
import type { Connector } from '../../shared/config/connector.ts';
import { isError } from '../../shared/config/faults.ts';
import { WORKER_FILE } from '../../shared/config/worker.ts';
import { ConfigError } from '../../shared/connect/errors.ts';
import { readConnectorFolder } from '../../shared/files/connector-folder.ts';
import { aFolder } from './connectors.ts';
import { oslsWith } from './osls.ts';
import type { Situation } from './situations.ts';

const SHIPPED = new URL('../../connectors/', import.meta.url);

/** What infra/ makes a situation's resources from. */
export const deployed = async ({
  files,
  params,
  stage,
}: Situation): Promise<{
  readonly connectors: readonly Connector[];
  readonly parameters: Parameters;
}> => {
  const { [WORKER_FILE]: worker, ...own } = files ?? {};
  const folder = files ? aFolder(own, worker) : await readConnectorFolder(SHIPPED, undefined);
  const { connectors, faults } = checkConnectors(folder, { deploy: true });
  const errors = faults.filter(isError);
  if (errors.length > 0) throw new ConfigError(errors);
  const { parameters } = await checkedParameters(oslsWith(params, stage));
  return { connectors, parameters };
};
