/** What to tell a person about an error of kafkajs, and where its brokers are, if that is known; nothing where it is none. */
export const kafkaWayOut = (error: unknown, where = ''): string | undefined => {
  if (!(error instanceof Error) || !error.name.startsWith('KafkaJS')) return undefined;
  const reason = error.cause instanceof Error ? error.cause.message : error.message;
  return `Kafka${where}: ${reason}\n${WAY_OUT}`;
};

const WAY_OUT = `Run this where the brokers can be reached; --brokers, KAFKA_BROKERS or bootstrap.servers say which they are.
It signs in as the files say, or KAFKA_SECURITY_PROTOCOL and KAFKA_SASL_MECHANISM.`;
