import type { KafkaMessage } from 'kafkajs';

/** A message as kafkajs' consumer hands it over. */
export const aKafkaMessage = (
  offset: number,
  over: Partial<Pick<KafkaMessage, 'key' | 'value' | 'headers'>> = {},
): KafkaMessage => ({
  key: null,
  value: Buffer.from('{}'),
  timestamp: '1000',
  attributes: 0,
  offset: String(offset),
  headers: {},
  ...over,
});
