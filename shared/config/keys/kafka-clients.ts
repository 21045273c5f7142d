import {
  booleanKey,
  intKey,
  listKey,
  longKey,
  passwordKey,
  textKey,
} from '../../connect/config-keys.ts';
import { atStart, honoured, type KeyTable, noEffect, refused } from '../key-row.ts';

const NODE_TLS = 'Node chooses protocols and ciphers: TLS 1.2 or 1.3';
const PEM_IS_TEXT = 'a store in PEM has no password';

/**
 * How Kafka is reached, in the words of Kafka's clients (`CommonClientConfigs`, `SaslConfigs`,
 * `SslConfigs`); a location is a path from the folder of the connector files.
 */
export const CONNECTION_KEYS = {
  'bootstrap.servers': atStart(honoured(listKey('Brokers, host:port each.'))),
  'security.protocol': atStart(
    honoured(textKey('PLAINTEXT', 'PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL.')),
  ),
  'sasl.mechanism': atStart(
    honoured(textKey('GSSAPI', 'PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or AWS_MSK_IAM.')),
  ),
  'sasl.jaas.config': atStart(
    honoured(passwordKey('Login module, user name and password; AWS_MSK_IAM needs none.')),
  ),
  'sasl.*': noEffect(
    'a mechanism and its login module say all',
    passwordKey('Settings of signing in.'),
  ),
  'ssl.truststore.type': honoured(textKey('JKS', 'PEM, where there is a truststore.')),
  'ssl.truststore.location': honoured(textKey(null, 'A PEM file of certificates to trust.')),
  'ssl.truststore.certificates': atStart(
    honoured(textKey(null, 'The certificates themselves, in PEM.')),
  ),
  'ssl.truststore.password': noEffect(PEM_IS_TEXT, passwordKey('Password of a truststore.')),
  'ssl.keystore.type': honoured(textKey('JKS', 'PEM, where there is a keystore.')),
  'ssl.keystore.location': honoured(
    textKey(
      null,
      'A PEM file of a private key and its certificates; not where it would be deployed.',
    ),
  ),
  'ssl.keystore.key': atStart(honoured(passwordKey('The private key itself, in PEM.'))),
  'ssl.keystore.certificate.chain': atStart(honoured(textKey(null, 'Its certificates, in PEM.'))),
  'ssl.keystore.password': noEffect(PEM_IS_TEXT, passwordKey('Password of a keystore.')),
  'ssl.key.password': atStart(honoured(passwordKey('Password of the private key.'))),
  'ssl.endpoint.identification.algorithm': honoured(
    textKey('https', 'https: a broker’s certificate has its name; empty: any name will do.'),
  ),
  'ssl.*': noEffect(NODE_TLS, passwordKey('Other settings of TLS.')),
} as const satisfies KeyTable;

const ONE_BY_ONE = 'a message is produced when it comes, within the invocation’s time';
const TRIED_AGAIN = 'a send is tried again within the invocation’s time, then the invocation is';

/** Settings of Java's producer (`ProducerConfig`), and what becomes of them. */
export const PRODUCER_KEYS = {
  acks: noEffect('it is always all', textKey('all', 'Acknowledgements.')),
  'enable.idempotence': noEffect(
    'a copy carries its message id and ends in the same document',
    booleanKey(true, 'Whether Kafka drops copies.'),
  ),
  'compression.type': noEffect(
    'a record goes alone, and gzip made that slower at every size',
    textKey('none', 'Compression of records.'),
  ),
  'max.request.size': noEffect(
    'a message of IoT Core has 128 KB at most, and the topic’s max.message.bytes decides',
    intKey(1_048_576, 'Bytes of a request at most.'),
  ),
  'batch.size': noEffect(ONE_BY_ONE, intKey(16_384, 'Bytes of a batch.')),
  'linger.ms': noEffect(ONE_BY_ONE, longKey(0, 'Time to wait for company.')),
  'buffer.memory': noEffect(ONE_BY_ONE, longKey(33_554_432, 'Bytes that wait at most.')),
  'max.block.ms': noEffect(TRIED_AGAIN, longKey(60_000, 'How long a send may block.')),
  'delivery.timeout.ms': noEffect(
    TRIED_AGAIN,
    intKey(120_000, 'Time of a send, retries included.'),
  ),
  'request.timeout.ms': noEffect(TRIED_AGAIN, intKey(30_000, 'Time for an answer.')),
  retries: noEffect(TRIED_AGAIN, intKey(2_147_483_647, 'Retries of a send.')),
  'retry.backoff.*': noEffect(TRIED_AGAIN, longKey(100, 'Time before a retry.')),
  'max.in.flight.requests.per.connection': noEffect(
    ONE_BY_ONE,
    intKey(5, 'Requests without an answer.'),
  ),
  'partitioner.class': refused(
    'that it is left out: keys go where Java’s default partitioner puts them',
    textKey(null, 'Class that chooses partitions.'),
  ),
  'interceptor.classes': refused(
    'that it is left out: Java’s classes can’t be run, and one may change records',
    listKey('Classes that see every record.'),
  ),
  'transactional.id': noEffect('there are no transactions', textKey(null, 'Name of transactions.')),
  'client.id': noEffect('it is the connector’s name', textKey('', 'Name at the brokers.')),
} as const satisfies KeyTable;

/** A table under a prefix. */
export const prefixed = <P extends string, T extends KeyTable>(
  prefix: P,
  table: T,
): { readonly [K in keyof T & string as `${P}${K}`]: T[K] } =>
  // Each key has its own row.
  Object.fromEntries(Object.entries(table).map(([key, row]) => [prefix + key, row])) as {
    readonly [K in keyof T & string as `${P}${K}`]: T[K];
  };
