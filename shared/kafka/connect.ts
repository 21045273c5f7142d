/** The only door to Kafka: opens connections for the ports. */
export { createRecordProducer as connectRecordProducer } from './record-producer.ts';
