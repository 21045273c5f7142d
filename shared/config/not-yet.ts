/**
 * What the legs do not do yet, in words that complete "…, since … not there yet". A key, a value or a KCQL
 * clause that asks for one is refused by name. When a feature comes its row goes, and the compiler
 * names every place that refused it.
 */
export const NOT_YET = {
  // The sink's issue
  upsert: 'updates of documents are',
  'delete on tombstone': 'deletes are',
  'fail on tombstone': 'errant tombstones are',
  'id from key': 'ids from the key are',
  'id from value': 'ids from the value are',
  'external version': 'versions of documents are',
  routing: 'routing is',
  'data stream': 'data streams are',
  'existing resource': 'aliases and streams for topics are',
  pipeline: 'ingest pipelines are',
  'long id': 'hashed ids are',
  'malformed policy': 'another policy for refused documents is',
  mapping: 'mappings from schemas are',
  'map entries': 'maps as lists are',
  'bulk limits': 'smaller bulk requests are',
  compression: 'compressed requests are',
  'tls to opensearch': 'certificates of your own are',
  'opensearch serverless': 'serverless collections are',
  // The deploy's issue
  retention: 'retention is',
  'mapping secret': 'mappings that sign in with a password are',
} as const satisfies Readonly<Record<string, string>>;

export type Feature = keyof typeof NOT_YET;
