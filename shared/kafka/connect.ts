/** The only door to Kafka: opens connections for the ports, and for those who read topics. */
export { connectKafka } from './client.ts';
export { createRecordProducer as connectRecordProducer } from './record-producer.ts';
