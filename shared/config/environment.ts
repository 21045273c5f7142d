/** Variables that have the last word over the files. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Which variable decides instead of which keys. */
export const OVERRIDES: Readonly<Record<string, readonly string[]>> = {
  KAFKA_BROKERS: ['bootstrap.servers'],
  KAFKA_SECURITY_PROTOCOL: ['security.protocol'],
  KAFKA_SASL_MECHANISM: ['sasl.mechanism'],
  OPENSEARCH_NODE: ['connection.url', 'connect.elastic.hosts', 'connect.elastic.port'],
};
