import type { Read } from '../../shared/connect/config-keys.ts';
import { readConverter } from '../../shared/connect/converters/converters.ts';
import { DataError } from '../../shared/connect/errors.ts';
import {
  createDateTimeFormatter,
  createSimpleDateFormat,
} from '../../shared/connect/java-date-format.ts';
import { createDateParser } from '../../shared/connect/java-date-parse.ts';
import { createJavaRegex } from '../../shared/connect/java-regex.ts';
import { RefusedError } from '../../shared/connect/refused.ts';
import { readTransforms } from '../../shared/transforms/create-transforms.ts';
import type { Answer, Case } from './cases.ts';
import {
  decodeRecord,
  decodeSchema,
  decodeValue,
  encodeRecord,
  encodeSchema,
  encodeValue,
} from './codec.ts';

/** What is asked of the record once the configuration is read. */
type Ask = () => unknown;

/** Our answer to a case. */
export const answerOurs = (one: Case): Answer => {
  let ask: Ask;
  try {
    ask = prepare(one);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return { outcome: 'config', exception: error.name, message: error.message };
  }
  try {
    return { outcome: 'ok', result: ask() };
  } catch (error) {
    const cause = error instanceof DataError ? error.cause : error;
    if (!(cause instanceof RefusedError)) throw error;
    const outcome = cause.exception === 'DataException' ? 'data' : 'other';
    return { outcome, exception: cause.exception, message: cause.message };
  }
};

const requireRead = <T>(read: Read<T>): T => {
  if ('value' in read) return read.value;
  throw new RefusedError(JSON.stringify(read.faults));
};

const prepare = (one: Case): Ask => {
  switch (one.op) {
    case 'transform': {
      const transform = requireRead(readTransforms(one.config, { now: Date.now }));
      return () => {
        const result = transform?.(decodeRecord(one.record));
        return result === undefined ? null : encodeRecord(result);
      };
    }
    case 'toConnect': {
      const { toConnect } = converterOf(one);
      return () => {
        const data = toConnect(one.bytes === null ? null : Buffer.from(one.bytes, 'base64'));
        return { schema: encodeSchema(data.schema), value: encodeValue(data.value) };
      };
    }
    case 'fromConnect': {
      const { fromConnect } = converterOf(one);
      return () =>
        fromConnect({ schema: decodeSchema(one.schema), value: decodeValue(one.value) })?.toString(
          'base64',
        ) ?? null;
    }
    case 'simpleFormat': {
      const format = createSimpleDateFormat(one.pattern);
      return () => format(one.moment);
    }
    case 'simpleParse': {
      const parse = createDateParser(one.pattern);
      return () => parse(one.text) ?? null;
    }
    case 'dateTimeFormat': {
      const format = createDateTimeFormatter(one.pattern);
      return () => format(one.moment, one.zone);
    }
    case 'regex': {
      const regex = createJavaRegex(one.pattern);
      const replace = regex.replaceFirst(one.replacement);
      return () => ({ matches: regex.matches(one.text), replaced: replace(one.text) });
    }
  }
};

const converterOf = (one: Extract<Case, { readonly header: boolean }>) =>
  requireRead(
    readConverter(one.converter, one.config, one.header ? 'HEADER_CONVERTER' : 'VALUE_CONVERTER'),
  );
