import { refuse } from '../refused.ts';
import { createSchema } from '../schema.ts';
import { className, float32, int16, int32, isSmallNumber, type Value } from '../value.ts';
import { type ConverterDefinition, defineConverter } from './converter.ts';

type NumberType = 'INT16' | 'INT32' | 'INT64' | 'FLOAT32' | 'FLOAT64';

/** A number of a fixed size, big-endian: the converters differ in nothing else. */
const numberConverter = (
  name: string,
  type: NumberType,
  size: number,
  read: (bytes: Buffer) => Value,
  write: (bytes: Buffer, value: Value) => number | undefined,
): ConverterDefinition => {
  const schema = createSchema(type, { optional: true });
  return defineConverter({
    className: `org.apache.kafka.connect.converters.${name}`,
    doc: `A big-endian ${type} of ${size} bytes.`,
    keys: {},
    create: () => ({
      toConnect: (bytes) => {
        if (bytes !== null && bytes.length !== size)
          refuse(`Size of the bytes is not ${size}, which ${name} takes`);
        return { schema, value: bytes === null ? null : read(bytes) };
      },
      fromConnect: ({ value }) => {
        if (value === null) return null;
        const bytes = Buffer.alloc(size);
        if (write(bytes, value) === undefined)
          refuse(`${name} is not compatible with ${className(value)}`);
        return bytes;
      },
    }),
  });
};

const small = (value: Value, type: NumberType): number | undefined =>
  isSmallNumber(value) && value.type === type ? value.value : undefined;

/** Writes a number if it is one. */
const written = (
  value: number | undefined,
  write: (value: number) => number,
): number | undefined => (value === undefined ? undefined : write(value));

export const NUMBER_CONVERTERS: readonly ConverterDefinition[] = [
  numberConverter(
    'ShortConverter',
    'INT16',
    2,
    (bytes) => int16(bytes.readInt16BE()),
    (bytes, value) => written(small(value, 'INT16'), (number) => bytes.writeInt16BE(number)),
  ),
  numberConverter(
    'IntegerConverter',
    'INT32',
    4,
    (bytes) => int32(bytes.readInt32BE()),
    (bytes, value) => written(small(value, 'INT32'), (number) => bytes.writeInt32BE(number)),
  ),
  numberConverter(
    'LongConverter',
    'INT64',
    8,
    (bytes) => bytes.readBigInt64BE(),
    (bytes, value) =>
      typeof value === 'bigint' ? bytes.writeBigInt64BE(BigInt.asIntN(64, value)) : undefined,
  ),
  numberConverter(
    'FloatConverter',
    'FLOAT32',
    4,
    (bytes) => float32(bytes.readFloatBE()),
    (bytes, value) => written(small(value, 'FLOAT32'), (number) => bytes.writeFloatBE(number)),
  ),
  numberConverter(
    'DoubleConverter',
    'FLOAT64',
    8,
    (bytes) => bytes.readDoubleBE(),
    (bytes, value) => (typeof value === 'number' ? bytes.writeDoubleBE(value) : undefined),
  ),
];
