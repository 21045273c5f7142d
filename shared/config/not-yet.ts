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
  projection: 'a choice of fields is',
  'dynamic index': 'an index named by the record is',
  'long id': 'hashed ids are',
  'malformed policy': 'another policy for refused documents is',
  mapping: 'mappings from schemas are',
  'map entries': 'maps as lists are',
  'bulk limits': 'smaller bulk requests are',
  compression: 'compressed requests are',
  'tls to opensearch': 'certificates of your own are',
  'opensearch serverless': 'serverless collections are',
  drop: 'dropping is',
  'stack trace': 'stack traces in letters are',
  // The source's issue
  'dynamic target': 'topics named by the message are',
  'regex filter': 'filters by regular expression are',
  'source duplicates': 'dropping of repeated messages is',
  'kafka key': 'other keys of records are',
  'user properties': 'MQTT 5 user properties are',
  'mqtt headers': 'the headers of this connector are',
  'kafka security': 'other ways to sign in to Kafka are',
  'producer settings': 'settings of the producer are',
  // The deploy's issue
  retention: 'retention is',
  'on-demand mapping': 'mappings on demand are',
  'failure bucket': 'failure destinations are',
} as const satisfies Readonly<Record<string, string>>;

export type Feature = keyof typeof NOT_YET;
