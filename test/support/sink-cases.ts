import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { SinkRecord } from '../../shared/connect/records.ts';
import { aivenSinkFile, confluentSinkFile, sinkFile } from './connectors.ts';
import { allSources } from './opensearch-documents.ts';
import { aSinkRecord } from './records.ts';

/** A topic that is nobody else's; indices are named after it. */
export const newTopic = (): string => `t-${randomUUID()}`;

/** Records with keys and values, offsets from `first` on; a null value is a tombstone. */
export const keyed = (
  topic: string,
  pairs: readonly (readonly [string | null, string | null])[],
  first = 0,
): readonly SinkRecord[] =>
  pairs.map(([key, value], at) =>
    aSinkRecord({
      topic,
      offset: first + at,
      key: key === null ? null : Buffer.from(key),
      value: value === null ? null : Buffer.from(value),
      headers: [],
    }),
  );

const ALL = { 'errors.tolerance': 'all', 'errors.deadletterqueue.topic.name': 'letters' };

/** A file of each dialect for a topic, whose errant records get letters. */
export const aiven = (topic: string, over = {}): object =>
  aivenSinkFile({ topics: topic, 'key.ignore': false, ...ALL, ...over });
export const confluent = (topic: string, over = {}): object =>
  confluentSinkFile({ topics: topic, 'key.ignore': false, ...ALL, ...over });
export const lenses = (topic: string, clauses: string, over = {}, verb = 'INSERT'): object =>
  sinkFile({
    topics: topic,
    'connect.elastic.kcql': `${verb} INTO ${topic} SELECT * FROM ${topic} ${clauses}`,
    ...ALL,
    ...over,
  });

/** In the same order on every machine. */
export const sorted = (texts: readonly string[]): readonly string[] =>
  texts.toSorted((a, b) => a.localeCompare(b));

/** How an OpenSearch without room answers one operation. */
export const REJECTED = { status: 429, error: { type: 'rejected_execution_exception' } };

/** What tests ask of an OpenSearch beside the sink. */
export type Asked = {
  /** Rejects where OpenSearch refuses it. */
  // biome-ignore lint/suspicious/noExplicitAny: an answer is whatever the test looks at.
  ask(method: string, path: string, body?: object): Promise<any>;
  /** The texts of an index's documents by their ids. */
  documents(index: string): Promise<Readonly<Record<string, string>>>;
  idsOf(index: string): Promise<readonly string[]>;
};

export const askOf = (node: () => string): Asked => {
  const documents = async (index: string) => Object.fromEntries(await allSources(node(), index));
  return {
    async ask(method, path, body) {
      const answered = await fetch(`${node()}/${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await answered.text();
      expect(answered.ok, text).toBe(true);
      return JSON.parse(text);
    },
    documents,
    idsOf: async (index) => sorted(Object.keys(await documents(index))),
  };
};
