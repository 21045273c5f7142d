/** What serverless.yml is made of, beside what it says itself: everything that follows the connector files. */

import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Connector } from '../shared/config/connector.ts';
import { refuseErrors } from '../shared/config/faults.ts';
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
import { extensions } from './extensions.ts';
import { failureQueue } from './failure-queue.ts';
import { monitoring } from './monitoring/monitoring.ts';
import { network } from './network.ts';
import type { OslsFunction } from './osls-function.ts';
import type { OwnSignIn } from './own-sign-in.ts';
import { type Parameters, readParameters } from './parameters.ts';
import { prepareExtensions, prepareFunction, prepareOutputs, prepareResources } from './prepare.ts';
import { PREPARE } from './prepare-plan.ts';
import type { Osls } from './read-parameters.ts';
import { securityGroups } from './security-groups.ts';
import { waysToSignIn } from './sign-in.ts';
import { sinkResources } from './sink-resources.ts';
import { sourceResources } from './source-resources.ts';
import { topicResources } from './topics.ts';

/** `functions` of serverless.yml: one for each connector, and the deploy's own. */
export const functions = async (osls: Osls): Promise<Readonly<Record<string, OslsFunction>>> => {
  const { parameters, connectors, own } = await withoutStack(() => readService(osls));
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

/** `resources` of serverless.yml. */
export const resources = async (
  osls: Osls,
): Promise<{
  readonly Resources: Resources;
  readonly extensions: ReturnType<typeof extensions>;
  readonly Outputs: Outputs;
}> => {
  const service = await readOrNothing(osls);
  if (service === undefined) return { Resources: {}, extensions: {}, Outputs: {} };
  const { parameters, connectors, own } = service;
  const { templates = new Map() } = await connectorFolder();
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

type Service = {
  readonly parameters: Parameters;
  readonly connectors: readonly Connector[];
  readonly own: OwnSignIn;
};

/** Rejects with a ConfigError with every fault of the parameters, else of every file, or of a folder without any */
const readService = async (osls: Osls): Promise<Service> => {
  const parameters = await readParameters(osls);
  const folder = await connectorFolder();
  const { connectors, own, faults } = checkService(folder, parameters);
  refuseErrors([...emptyFaults(folder), ...faults]);
  return { parameters, connectors, own };
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

/** Faults are told once, by `functions`, although osls goes on and asks for the resources, too. */
const readOrNothing = async (osls: Osls): Promise<Service | undefined> => {
  try {
    return await readService(osls);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
};

const VALIDATE =
  'npx connectless validate lists them by file; it takes --stage and --param as serverless does';

/** osls prints a stack wherever an error has one; faults are the user's and need none. */
const withoutStack = async <T>(read: () => Promise<T>): Promise<T> => {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ConfigError)
      error.stack = `faults in the connector files or the parameters:\n${error.message}\n${VALIDATE}\n`;
    throw error;
  }
};
