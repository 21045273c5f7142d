import type { Converters } from '../../shared/connect/connect-record.ts';
import type { Converter, ConverterStage } from '../../shared/connect/converters/converter.ts';
import { readConverter } from '../../shared/connect/converters/converters.ts';
import type { SinkRecord } from '../../shared/connect/records.ts';

/** A converter by its short name. */
export const converterOf = (
  name: string,
  config: Readonly<Record<string, string>> = {},
  stage: ConverterStage = 'VALUE_CONVERTER',
): Converter => {
  const read = readConverter(name, config, stage);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read.value;
};

/** Text keys, JSON values without schema, headers as Connect guesses them. */
export const jsonConverters: Converters = {
  key: converterOf('StringConverter', {}, 'KEY_CONVERTER'),
  value: converterOf('JsonConverter', { 'schemas.enable': 'false' }),
  header: converterOf('SimpleHeaderConverter', {}, 'HEADER_CONVERTER'),
};

/** A record out of Kafka with a value. */
export const aSinkRecordOf = (value: Buffer | null): SinkRecord => ({
  topic: 'phone-data',
  partition: 0,
  offset: 7,
  timestamp: 1_745_480_000_123,
  key: Buffer.from('phone-1'),
  value,
  headers: [{ key: 'message-id', value: Buffer.from('1') }],
});
