/** Variables that have the last word over the files. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Which variable decides instead of which keys. */
export const OVERRIDES: Readonly<Record<string, readonly string[]>> = {
  KAFKA_BROKERS: ['bootstrap.servers'],
  KAFKA_SECURITY_PROTOCOL: ['security.protocol'],
  KAFKA_SASL_MECHANISM: ['sasl.mechanism'],
  OPENSEARCH_NODE: ['connection.url', 'connect.elastic.hosts', 'connect.elastic.port'],
};

const SIGN_IN = 'a deploy with --param kafkaSignIn=files leaves it to the file';

/** How the file decides after all, where there is a way. */
export const LEFT_TO_FILES: Readonly<Record<string, string>> = {
  KAFKA_SECURITY_PROTOCOL: SIGN_IN,
  KAFKA_SASL_MECHANISM: SIGN_IN,
};
