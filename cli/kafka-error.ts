/** What to tell a person about an error of kafkajs; nothing where it is none. */
export const kafkaWayOut = (error: unknown): string | undefined => {
  if (!(error instanceof Error) || !error.name.startsWith('KafkaJS')) return undefined;
  const reason = error.cause instanceof Error ? error.cause.message : error.message;
  return `Kafka: ${reason}\nThis verb speaks to the brokers itself: from a machine that reaches them, with --brokers, KAFKA_BROKERS or bootstrap.servers, and security as the files or KAFKA_SECURITY_PROTOCOL and KAFKA_SASL_MECHANISM say it`;
};
