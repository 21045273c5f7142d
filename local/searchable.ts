import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@opensearch-project/opensearch';
import type { IndexDocument } from '../shared/ports.ts';
import type { Tally } from './tally.ts';

const INTERVAL = 500;
const DOCUMENTS_AT_ONCE = 2_000;

/** Asks OpenSearch again and again which of the settled records' documents a search would find. */
export const watchSearchable = async (
  client: Client,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> => {
  while (!signal.aborted) {
    await sleep(INTERVAL, undefined, { signal }).catch(() => undefined);
    // An OpenSearch that is away answers later; what waits stays pending.
    await look(client, tally).catch(() => undefined);
  }
};

const look = async (client: Client, tally: Tally): Promise<void> => {
  const pending = tally.pending();
  if (pending.length === 0) return;
  const indices = new Set(
    pending.flatMap(([, { documents }]) => documents.map(({ index }) => index)),
  );
  await client.indices.refresh({ index: [...indices], ignore_unavailable: true });
  for (let i = 0; i < pending.length; i += DOCUMENTS_AT_ONCE) {
    const records = pending.slice(i, i + DOCUMENTS_AT_ONCE);
    const found = await findable(
      client,
      records.flatMap(([, { documents }]) => documents),
    );
    for (const [name, { documents }] of records)
      if (documents.every((document) => found.has(place(document)))) tally.indexed(name);
  }
};

/** Not in real time: what a refresh has not made searchable is not found. */
const findable = async (
  client: Client,
  documents: readonly IndexDocument[],
): Promise<ReadonlySet<string>> => {
  if (documents.length === 0) return new Set();
  const { body } = await client.mget({
    realtime: false,
    _source: false,
    body: {
      docs: documents.map(({ index, id, routing }) => ({
        _index: index,
        _id: id,
        ...(routing !== undefined && { routing }),
      })),
    },
  });
  return new Set(
    body.docs.flatMap((doc) =>
      'found' in doc && doc.found ? [place({ index: doc._index, id: doc._id })] : [],
    ),
  );
};

const place = ({ index, id }: Pick<IndexDocument, 'index' | 'id'>): string => `${index}/${id}`;
