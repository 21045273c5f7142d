/** The only door to what a deploy asks of AWS and tells CloudFormation. */
import { readDeployKafka, readDeployOpenSearch } from '../config/deploy-connections.ts';
import type { Environment } from '../config/environment.ts';
import { ConnectError } from '../connect/errors.ts';
import { readConnectorFolder } from '../files/connector-folder.ts';
import { connectKafkaAdmin, connectSearchedKafka } from '../kafka/connect.ts';
import { connectOpenSearchApi } from '../opensearch/connect.ts';
import { connectConfigProviders } from '../providers/connect.ts';
import { createBootstrapBrokers } from './bootstrap-brokers.ts';
import { type CustomResourceHandler, createCustomResource } from './custom-resource.ts';
import { asksForMessage, type FoundMessage } from './find-message.ts';
import { createMessageSearch } from './message-search.ts';
import { createPrepare, type PrepareEntry } from './prepare.ts';
import { putAnswer } from './put-answer.ts';

/** A custom resource with the attribute `Brokers`; its client takes region and rights from the function. */
export const connectBootstrapBrokers = (): CustomResourceHandler =>
  createCustomResource({ apply: createBootstrapBrokers(), answer: putAnswer });

type PrepareHandler = (
  event: unknown,
  context: { getRemainingTimeInMillis(): number },
) => Promise<FoundMessage | undefined>;

/** A line of the function's log. */
const log = (entry: PrepareEntry): void => {
  process.stdout.write(`${JSON.stringify(entry)}\n`);
};

/**
 * A custom resource that prepares Kafka and OpenSearch, and the way to look for a message. Files and
 * environment are read when there is something to do, so that what is wrong with them is an answer.
 */
export const connectPrepare = (connectors: URL, env: Environment): PrepareHandler => {
  const openSearch = (signal: AbortSignal) =>
    connectOpenSearchApi(readDeployOpenSearch(env), signal);
  const connection = async () =>
    readDeployKafka(
      await readConnectorFolder(connectors, env['CONNECTORS_DIR']),
      env,
      connectConfigProviders(env),
    );
  const prepare = createCustomResource({
    apply: createPrepare({
      openSearch,
      kafka: async () => connectKafkaAdmin(await connection()),
      log,
    }),
    answer: putAnswer,
  });
  const search = createMessageSearch({
    openSearch,
    kafka: async () => {
      // Without it the files would name another cluster than this deploy's.
      if (!env['KAFKA_BROKERS'])
        throw new ConnectError(
          'prepare has no way to sign in to this cluster: the output PrepareWarnings says what is missing (npx serverless info --verbose)',
        );
      return connectSearchedKafka(await connection());
    },
  });
  return async (event, context) => {
    if (asksForMessage(event)) return search(event);
    // Whatever else it is, it is to be answered as one of CloudFormation's.
    await prepare(event as Parameters<typeof prepare>[0], context);
    return undefined;
  };
};
