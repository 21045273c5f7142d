/**
 * What the legs do not do yet, in words that complete "…, since … not there yet". A key, a value or a KCQL
 * clause that asks for one is refused by name. When a feature comes its row goes, and the compiler
 * names every place that refused it.
 */
export const NOT_YET = {
  // Issue 6
  // Issue 7
  upsert: 'updates of documents are',
  'delete on tombstone': 'deletes are',
  'fail on tombstone': 'errant tombstones are',
  'id from key': 'ids from the key are',
  'id from value': 'ids from the value are',
  'external version': 'versions of documents are',
  'version conflict': 'policies for version conflicts are',
  routing: 'routing is',
  'data stream': 'data streams are',
  'existing resource': 'aliases and data streams for topics are',
  pipeline: 'ingest pipelines are',
  projection: 'a choice of fields is',
  'dynamic index': 'an index from the record is',
  'index by ingest time': 'an index by wall clock is',
  'index window': 'another time zone or window is',
  'long id': 'hashed ids are',
  'malformed policy': 'the policy for refused documents is',
  mapping: 'mappings from schemas are',
  'bulk limits': 'limits of bulk requests are',
  retries: 'limits of retries are',
  compression: 'compressed requests are',
  'tls to opensearch': 'certificates of your own are',
  'static credentials': 'other credentials than the function’s role are',
  // Issue 8
  'topic regex': 'topics by pattern are',
  'dynamic target': 'topics named by the message are',
  'source converter': 'converters of payloads are',
  'regex filter': 'filters by regular expression are',
  'source duplicates': 'dropping of repeated messages is',
  'kafka key': 'other keys of records are',
  'user properties': 'MQTT 5 user properties are',
  'mqtt envelope': 'headers of this connector are',
  'kafka security': 'other ways to sign in to Kafka are',
  'topic creation': 'topics created by the function are',
  'producer settings': 'settings of the producer are',
} as const satisfies Readonly<Record<string, string>>;

export type Feature = keyof typeof NOT_YET;
