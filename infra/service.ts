/** What serverless.yml is made of, beside what it says itself: everything that follows the connector files. */

import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Connector } from '../shared/config/connector.ts';
import { inOrder, isError } from '../shared/config/faults.ts';
import type { ConnectorFolder } from '../shared/config/files.ts';
import { functionKey } from '../shared/config/function-key.ts';
import { ConfigError, type Fault } from '../shared/connect/errors.ts';
import { readConnectorFolder } from '../shared/files/connector-folder.ts';
import {
  BOOTSTRAP_BROKERS,
  bootstrapBrokersExtensions,
  bootstrapBrokersFunction,
  bootstrapBrokersResources,
} from './bootstrap-brokers.ts';
import { checkService } from './check-service.ts';
import { kept, type Outputs, type Resources } from './cloudformation.ts';
import { cluster } from './cluster.ts';
import { connectorFunction, shareOfSources } from './connector-function.ts';
import { dataKey } from './data-key.ts';
import { domain } from './domain.ts';
import { endpoints } from './endpoints.ts';
import { type Extensions, extensions } from './extensions.ts';
import { failureQueue } from './failure-queue.ts';
import { monitoring } from './monitoring/monitoring.ts';
import { network } from './network.ts';
import { makesNothing } from './osls-command.ts';
import type { OslsFunction } from './osls-function.ts';
import { checkedParameters, type Parameters } from './parameters.ts';
import { prepareExtensions, prepareFunction, prepareOutputs, prepareResources } from './prepare.ts';
import { type PlanContext, PREPARE } from './prepare-plan.ts';
import type { Osls } from './read-parameters.ts';
import { securityGroups } from './security-groups.ts';
import { waysToSignIn } from './sign-in.ts';
import { sinkResources } from './sink-resources.ts';
import { sourceResources } from './source-resources.ts';
import { topicResources } from './topics.ts';

/** `functions` of serverless.yml: one for each connector, and the deploy's own. */
export const functions = async (osls: Osls): Promise<Readonly<Record<string, OslsFunction>>> => {
  const { parameters, connectors, own, faults } = await readService(osls);
  refuseOrTell(faults);
  const share = shareOfSources(connectors, parameters);
  return {
    ...Object.fromEntries(
      connectors.map((connector) => [
        functionKey(connector.name),
        connectorFunction(connector, parameters, share),
      ]),
    ),
    [BOOTSTRAP_BROKERS]: bootstrapBrokersFunction(),
    [PREPARE]: prepareFunction(parameters, own),
  };
};

/** `resources` of serverless.yml: none beside faults, which `functions` tells, although osls goes on and asks for these, too. */
export const resources = async (
  osls: Osls,
): Promise<{
  readonly Resources: Resources;
  readonly extensions: Extensions;
  readonly Outputs: Outputs;
}> => {
  const { parameters, connectors, own, templates, faults } = await readService(osls);
  if (faults.some(isError)) return { Resources: {}, extensions: {}, Outputs: {} };
  return {
    extensions: {
      ...extensions(connectors),
      ...bootstrapBrokersExtensions(),
      ...prepareExtensions(),
    },
    Resources: Object.assign(
      {},
      kept(network(parameters)),
      kept(securityGroups(parameters)),
      endpoints(connectors, parameters),
      dataKey(),
      cluster(parameters),
      domain(parameters),
      topicResources(connectors, parameters),
      failureQueue(),
      bootstrapBrokersResources(
        parameters,
        waysToSignIn(connectors, parameters, own.kind === 'signs in' ? [own.way] : []),
      ),
      prepareResources(connectors, parameters, own, templates),
      ...connectors.map((connector) => connectorResources(connector, parameters)),
      monitoring(connectors, parameters),
    ),
    Outputs: prepareOutputs(),
  };
};

const connectorResources = (connector: Connector, parameters: Parameters): Resources =>
  connector.kind === 'source'
    ? sourceResources(connector, parameters)
    : sinkResources(connector, parameters);

/** The folder of connector files that the service is made from. */
export const connectorFolder = (): Promise<ConnectorFolder> =>
  readConnectorFolder(CONNECTORS, process.env['CONNECTORS_DIR']);

/** Where it lies. */
export const connectorsDir = (): string =>
  resolve(process.env['CONNECTORS_DIR'] ?? fileURLToPath(CONNECTORS));

const CONNECTORS = new URL('../connectors/', import.meta.url);

type Service = Omit<ReturnType<typeof checkService>, 'faults'> & {
  readonly parameters: Parameters;
  readonly templates: PlanContext['templates'];
  /** Of the parameters, and of every file, or of a folder without any. */
  readonly faults: readonly Fault[];
};

/** What can be read of the parameters and the files, and all that is wrong with them. */
const readService = async (osls: Osls): Promise<Service> => {
  const { parameters, faults } = await checkedParameters(osls);
  const folder = await folderOrFaults();
  const checked = checkService(folder, parameters);
  return {
    ...checked,
    parameters,
    templates: folder.templates ?? new Map(),
    faults: [...faults, ...emptyFaults(folder), ...checked.faults],
  };
};

/** A folder that is not there has nothing but that fault. */
const folderOrFaults = async (): Promise<ConnectorFolder> => {
  try {
    return await connectorFolder();
  } catch (error) {
    if (error instanceof ConfigError) return { connectors: [], faults: error.faults };
    throw error;
  }
};

/** A deploy of nothing would remove what is deployed. */
const emptyFaults = ({ connectors, faults = [] }: ConnectorFolder): readonly Fault[] =>
  connectors.length + faults.length > 0
    ? []
    : [
        {
          file: connectorsDir(),
          severity: 'error',
          expected: 'connector files (.json) here, or in CONNECTORS_DIR',
        },
      ];

const VALIDATE =
  'npx connectless validate lists them by file; it takes --stage and --param as serverless does';

/** Refuses to deploy with faults. Who looks at what is deployed, or removes it, is told of them alone. */
const refuseOrTell = (faults: readonly Fault[]): void => {
  const errors = inOrder(faults).filter(isError);
  if (errors.length === 0) return;
  const error = new ConfigError(errors);
  const text = `faults in the connector files or the parameters:\n${error.message}\n${VALIDATE}\n`;
  // osls prints a stack wherever an error has one; faults are the user's and need none.
  if (!makesNothing(process.argv.slice(2))) throw Object.assign(error, { stack: text });
  process.stderr.write(`${text}They would stop a deploy; this goes on.\n\n`);
};
