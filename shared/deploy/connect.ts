/** The only door to what a deploy asks of AWS and tells CloudFormation. */
import { readDeployKafka, readDeployOpenSearch } from '../config/deploy-connections.ts';
import type { Environment } from '../config/environment.ts';
import { deadline } from '../connect/deadline.ts';
import { readConnectorFolder } from '../files/connector-folder.ts';
import { connectKafkaAdmin } from '../kafka/connect.ts';
import { connectOpenSearchApi } from '../opensearch/connect.ts';
import { connectConfigProviders } from '../providers/connect.ts';
import { createBootstrapBrokers } from './bootstrap-brokers.ts';
import { type CustomResourceHandler, createCustomResource } from './custom-resource.ts';
import { asksForDocument, type FoundDocument } from './find-document.ts';
import { createPrepare, type PrepareEntry } from './prepare.ts';
import { putAnswer } from './put-answer.ts';
import { searchDocument } from './search-document.ts';

/** A custom resource with the attribute `Brokers`; its client takes region and rights from the function. */
export const connectBootstrapBrokers = (): CustomResourceHandler =>
  createCustomResource({ apply: createBootstrapBrokers(), answer: putAnswer });

type PrepareHandler = (
  event: unknown,
  context: { getRemainingTimeInMillis(): number },
) => Promise<FoundDocument | undefined>;

/** A line of the function's log. */
const log = (entry: PrepareEntry): void => {
  process.stdout.write(`${JSON.stringify(entry)}\n`);
};

/** Time for Lambda to answer who asked for a document. */
const FIND_MARGIN = 1_000;

/**
 * A custom resource that prepares Kafka and OpenSearch, and the way to look for a document. Files and
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
  const kafka = async () => connectKafkaAdmin(await connection());
  const prepare = createCustomResource({
    apply: createPrepare({ openSearch, kafka, log }),
    answer: putAnswer,
  });
  return async (event, context) => {
    if (asksForDocument(event))
      return searchDocument(openSearch(deadline(context, FIND_MARGIN)), event);
    // Whatever else it is, it is to be answered as one of CloudFormation's.
    await prepare(event as Parameters<typeof prepare>[0], context);
    return undefined;
  };
};
