import type { KafkaConnection } from '../../shared/config/kafka-connection.ts';

/** How tests reach a Kafka of their own. */
export const plainKafka = (...brokers: readonly string[]): KafkaConnection => ({
  brokers,
  clientId: 'connectless-test',
  security: { protocol: 'PLAINTEXT' },
});
