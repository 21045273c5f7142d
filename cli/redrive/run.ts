import { resolve } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { FAILURE_QUEUE } from '../../infra/failure-queue.ts';
import { ruleName } from '../../infra/source-resources.ts';
import type { SourceConnector } from '../../shared/config/connector.ts';
import type { ConnectorFolder } from '../../shared/config/files.ts';
import { readConnectors, readSourceConfig } from '../../shared/config/read-connectors.ts';
import { ConnectError } from '../../shared/connect/errors.ts';
import { connectKafka } from '../../shared/kafka/connect.ts';
import { connectConfigProviders } from '../../shared/providers/connect.ts';
import type { FailedEvent, Origins } from '../../shared/source/failed-event.ts';
import { targetTopic } from '../../shared/source/target-topic.ts';
import { nameOf } from '../aws/aws-error.ts';
import { describeStack, functionName, physicalId } from '../aws/stack.ts';
import { readOwnFolder } from '../connector-folders.ts';
import type { Account } from '../deliver/account.ts';
import { accountText, progressText } from '../deliver/account-text.ts';
import { invokeFunction } from '../deliver/invoke-function.ts';
import { runTask } from '../deliver/run-task.ts';
import { namedConnector } from '../named-connector.ts';
import type { RedriveOptions } from '../redrive.ts';
import { regionOf } from '../region.ts';
import {
  type RetentionOf,
  retentionInFiles,
  retentionInKafka,
  watchRetention,
} from '../retention.ts';
import { FAULTS, INTERRUPTED, type Session } from '../session.ts';
import type { Failures } from './failures.ts';
import { folderFailures } from './folder-failures.ts';
import { queueFailures } from './queue-failures.ts';
import { redriveFailures } from './redrive-failures.ts';

const WORDS = { noun: 'message', would: 'would redrive', done: 'redriven' };

/** A function that has just been resumed may still be throttled for some seconds. */
const THROTTLED_TRIES = 8;

/** A dry run delivers nothing: it takes as many as a call gives. */
const LOOKED_AT = 10;

/** Runs the verb. Rejects with a ConnectError or a UsageError that names the way out */
export const redrive = async (options: RedriveOptions, session: Session): Promise<void> => {
  const { dryRun, json } = options;
  const env = environment(options, session.env);
  const region = regionOf(options.region, env);
  const folder = await readOwnFolder(session);
  const sources = readConnectors(folder, { env }).filter(
    (connector) => connector.kind === 'source',
  );
  if (options.connector !== undefined)
    namedConnector(sources, options.connector, 'source connector');
  const here = options.produce || options.folder !== undefined;
  const retention = watchRetention(
    await retentions(sources, here && !dryRun ? { folder, env } : undefined),
    session.complain,
    Date.now,
  );
  const signal = session.interruption();
  const failures = await openFailures(options, region, session);
  const size = await failures.size();
  const account = await redriveFailures({
    failures,
    origins: originsOf(sources, options.stage),
    choice: options,
    ...(!dryRun && {
      deliver: here
        ? runTask(folder, env, (entry) => session.complain(JSON.stringify(entry)))
        : invokeFunction(new LambdaClient({ region, maxAttempts: THROTTLED_TRIES }), options.stage),
    }),
    concurrency: dryRun ? LOOKED_AT : Math.min(options.concurrency, LOOKED_AT),
    onChosen: ({ connector, event }) =>
      lookAt(targetsOf(sources, connector, event), event.timestamp, retention.look),
    onProgress: (now) => session.live(progressText(now, size)),
    signal,
  });
  session.print(
    json
      ? JSON.stringify(accountJson(account, dryRun, retention.expired()), null, 2)
      : accountText(account, dryRun, WORDS, session),
  );
  session.finish(exitCode(account));
};

const environment = ({ brokers, region }: RedriveOptions, env: Session['env']): Session['env'] => ({
  ...env,
  AWS_REGION: regionOf(region, env),
  ...(brokers !== undefined && { KAFKA_BROKERS: brokers }),
});

const openFailures = async (
  { folder, queue, stage }: RedriveOptions,
  region: string,
  session: Session,
): Promise<Failures> => {
  if (folder !== undefined) return folderFailures(resolve(session.cwd, folder), folder);
  const sqs = new SQSClient({ region });
  return queueFailures(sqs, await queueUrl(sqs, queue, stage, region));
};

const queueUrl = async (
  sqs: SQSClient,
  queue: string | undefined,
  stage: string,
  region: string,
): Promise<string> => {
  if (queue === undefined)
    return physicalId(
      await describeStack(new CloudFormationClient({ region }), stage),
      FAILURE_QUEUE,
    );
  if (queue.startsWith('https://') || queue.startsWith('http://')) return queue;
  try {
    const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
    return QueueUrl;
  } catch (error) {
    if (!nameOf(error).endsWith('QueueDoesNotExist')) throw error;
    throw new ConnectError(
      `no queue ${queue} in ${region}: --queue takes a URL or a name, --region (or AWS_REGION) says where`,
      { cause: error },
    );
  }
};

/** The names that AWS knows rules and functions by; the local run's function has its connector's. */
const originsOf = (sources: readonly SourceConnector[], stage: string): Origins => ({
  rules: new Map(
    sources.flatMap(({ name, statements }) =>
      statements.map(({ filter }) => [ruleName(stage, name, filter), { connector: name, filter }]),
    ),
  ),
  functions: new Map(
    sources.flatMap(({ name }) => [
      [functionName(stage, name), name],
      [name, name],
    ]),
  ),
});

/** The brokers know best, where they are going to be asked anyway. */
const retentions = async (
  sources: readonly SourceConnector[],
  brokers: { readonly folder: ConnectorFolder; readonly env: Session['env'] } | undefined,
): Promise<RetentionOf> => {
  const [first] = sources;
  if (brokers === undefined || first === undefined) return retentionInFiles(sources);
  const { folder, env } = brokers;
  const config = await readSourceConfig(
    folder,
    { ...env, CONNECTOR: first.name },
    connectConfigProviders(env),
  );
  return retentionInKafka(connectKafka(config.kafka));
};

const targetsOf = (
  sources: readonly SourceConnector[],
  connector: string,
  event: FailedEvent['event'],
): readonly string[] => [
  ...new Set(
    sources
      .filter(({ name }) => name === connector)
      .flatMap(({ statements }) => statements)
      .filter(({ filter }) => event['filter'] === undefined || event['filter'] === filter)
      .map(({ target }) => targetTopic(target, event.topic)),
  ),
];

const lookAt = async (
  topics: readonly string[],
  time: number,
  look: (topic: string, time: number) => Promise<void>,
): Promise<void> => {
  await Promise.all(topics.map((topic) => look(topic, time)));
};

const accountJson = (
  { counts, groups, reasons, stopped }: Account,
  dryRun: boolean,
  expired: unknown,
): unknown => ({ dryRun, ...counts, groups, reasons, expired, stopped });

const exitCode = ({ counts, stopped }: Account): number => {
  if (stopped === 'interrupted') return INTERRUPTED;
  return counts.refused + counts.failed + counts.unreadable > 0 ? FAULTS : 0;
};
