import { LambdaClient } from '@aws-sdk/client-lambda';
import type { Connector } from '../../shared/config/connector.ts';
import type { ConnectorFolder } from '../../shared/config/files.ts';
import { ConnectError } from '../../shared/connect/errors.ts';
import type { Letter } from '../../shared/dead-letters/read-letter.ts';
import { letterEvent } from '../../shared/source/letter-event.ts';
import type { ReplayOptions } from '../dead-letters.ts';
import type { Deliver, Delivery } from '../deliver/delivery.ts';
import { failureOf } from '../deliver/delivery.ts';
import { invokeFunction } from '../deliver/invoke-function.ts';
import { runTask } from '../deliver/run-task.ts';
import { regionOf } from '../region.ts';
import type { Session } from '../session.ts';
import type { Reach } from './reach.ts';

const DELIVERY_TIMEOUT = 29_000;

/** Gives a letter back to where its record came from: a sink's to its topic, a source's to its connector. */
export const letterDeliverer = async (
  deadLetterTopic: string,
  options: ReplayOptions,
  { folder, connectors, env, producerOf }: Reach,
  session: Session,
): Promise<(letter: Letter, signal: AbortSignal) => Promise<Delivery>> => {
  const producer = await producerOf(deadLetterTopic);
  const deliverEvent = eventDeliverer(options, folder, env, session);
  const byLeg: Readonly<
    Record<Letter['leg'], (letter: Letter, signal: AbortSignal) => Promise<Delivery>>
  > = {
    source: async (letter, signal) => {
      const connector = sourceOf(letter, connectors);
      const { name, userProperties } = connector;
      return deliverEvent(name, letterEvent(letter, userProperties), signal);
    },
    sink: async ({ topic = options.topic, record, position }, signal) => {
      if (topic === undefined)
        throw new ConnectError(
          `${position} does not say which topic it came from: --topic names it`,
        );
      await producer.send(
        [{ topic, ...record }],
        AbortSignal.any([signal, AbortSignal.timeout(DELIVERY_TIMEOUT)]),
      );
      return { kind: 'acknowledged' };
    },
  };
  return async (letter, signal) => {
    try {
      return await byLeg[letter.leg](letter, signal);
    } catch (error) {
      return failureOf(error);
    }
  };
};

const eventDeliverer = (
  { invoke, region, stage }: ReplayOptions,
  folder: ConnectorFolder,
  env: Session['env'],
  session: Session,
): Deliver =>
  invoke
    ? invokeFunction(new LambdaClient({ region: regionOf(region, env) }), stage)
    : runTask(folder, env, (entry) => session.complain(JSON.stringify(entry)));

/** The connector that a letter names, else the only source that keeps its letters there. */
const sourceOf = (letter: Letter, connectors: readonly Connector[]) => {
  const sources = connectors
    .filter((connector) => connector.kind === 'source')
    .filter(({ name, errors }) =>
      letter.connector === undefined
        ? errors.deadLetterTopic === letter.deadLetterTopic
        : name === letter.connector,
    );
  const [source, second] = sources;
  if (source && !second) return source;
  throw new ConnectError(
    `${letter.position} is of the source connector ${letter.connector ?? '?'}, which is not among the connector files: CONNECTORS_DIR names the folder that has it`,
  );
};
