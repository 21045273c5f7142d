import { one, run, type Word, word } from './shape.ts';

const NAME = one('name');
const TOPIC = one('topic');
const NUMBER = one('number');
const STRING = one('string');
const TOPICS = run('.', 'topic');

/** What INTO and FROM take. */
const place = (what: string): Word => word(what, run('name', 'topic', '.'), STRING);

export const target = place('a target');
export const source = place('a source');
export const field = word('a field', NAME, TOPIC, NUMBER);
export const suffix = { ...field, what: 'a suffix, bare or in back-ticks' };
export const plain = word('a name of letters, digits, _ and @', NAME);
export const mode = word('a mode', NAME, TOPIC);
export const tag = word('a field', run('name', '.'), TOPICS);
export const setting = word('a name', NAME, TOPICS);
export const settingValue = word('a value', NAME, TOPICS, NUMBER);
export const property = word('a property', NAME, TOPICS, STRING);
export const propertyValue = word('a value', NAME, TOPICS, NUMBER, STRING);
export const pipeline = word('a pipeline', run('name', '.', 'topic', 'number'));
export const timestamp = word('a field or sys_time()', NAME, one('sys_time()'));
export const partition = word(
  'a field',
  { ...run('quoted field', 'name', '.'), wildcard: true },
  STRING,
);

/** A value with characters that no other token holds. */
export const special = (what: string): Word => word(`${what} in back-ticks`, TOPIC);

export const delimiter: Word = {
  ...word(
    'one character in single quotes: a letter, a digit or one of _-+/{}:|#@^[]*?$',
    one('character'),
  ),
  // Upstream's grammar takes a back-tick; its code then refuses it.
  allows: (text) => text !== "'`'",
};

const numberTo = (maximum: bigint): Word => ({
  ...word(`a number from 1 to ${maximum}`, NUMBER),
  allows: (text) => BigInt(text) >= 1n && BigInt(text) <= maximum,
});

export const int32 = numberTo(2n ** 31n - 1n);
export const int64 = numberTo(2n ** 63n - 1n);

const oneOf = (...names: string[]): Word => ({
  ...word(`one of ${names.join(', ')}`, NAME),
  allows: (text) => names.includes(text.toUpperCase()),
});

export const format = oneOf('AVRO', 'PROTOBUF', 'TEXT', 'BINARY', 'JSON', 'OBJECT', 'MAP');
export const timeUnit = oneOf(
  'NANOSECONDS',
  'MICROSECONDS',
  'MILLISECONDS',
  'SECONDS',
  'MINUTES',
  'HOURS',
  'DAYS',
);
