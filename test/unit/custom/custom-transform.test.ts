import { describe, expect, it } from 'vitest';
import { DataError } from '../../../shared/connect/errors.ts';
import { createFields, createSchema } from '../../../shared/connect/schema.ts';
import {
  asNumber,
  type ConnectRecord,
  changeFields,
  decodedPart,
  definePredicate,
  defineTransform,
  intKey,
  refuse,
  refuseKey,
  requiredText,
  type Value,
  withPart,
} from '../../../shared/custom.ts';
import { createSinkPipeline } from '../../../shared/sink/sink-pipeline.ts';
import { checkWith } from '../../support/modules.ts';
import { outcome } from '../../support/outcome.ts';
import { aSinkRecord } from '../../support/records.ts';

const NAME = './transforms/t.ts';
const SETTINGS = {
  transforms: 't',
  'transforms.t.type': NAME,
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter.schemas.enable': 'false',
};
const check = (exported: object, settings: Record<string, string> = {}) =>
  checkWith({ ...SETTINGS, ...settings }, { [NAME]: exported });

const run = (create: () => unknown, value = '{"n":1}') => {
  const { sink, errors } = check({ transform: { keys: {}, create } });
  if (!sink) throw new Error(JSON.stringify(errors));
  return createSinkPipeline(sink, () => 0)(aSinkRecord({ value: Buffer.from(value) }))?.record;
};
const text = (record: ReturnType<typeof run>) => record?.value?.toString();

const add = defineTransform({
  keys: { field: requiredText('The field.'), amount: intKey(1, 'How much is added.') },
  create: ({ field, amount }) =>
    changeFields((fields) => new Map(fields).set(field, asNumber(fields.get(field)) + amount)),
});

describe('a transform of a module', () => {
  it('has its keys read, with their defaults', () => {
    const { sink } = check({ transform: add }, { 'transforms.t.field': 'n' });
    const after =
      sink && createSinkPipeline(sink, () => 0)(aSinkRecord({ value: Buffer.from('{"n":1}') }));

    expect(after?.record.value?.toString()).toBe('{"n":2.0}');
    expect([...(sink?.modules.keys() ?? [])]).toEqual([NAME]);
  });

  it.each([
    { what: 'a key that must be there', settings: {}, key: 'transforms.t.field' },
    {
      what: 'a value of another type',
      settings: { 'transforms.t.field': 'n', 'transforms.t.amount': 'much' },
      key: 'transforms.t.amount',
    },
    {
      what: 'a near miss',
      settings: { 'transforms.t.field': 'n', 'transforms.t.amuont': '1' },
      key: 'transforms.t.amuont',
    },
  ])('has its keys validated: $what', ({ settings, key }) => {
    expect(check({ transform: add }, settings).errors).toMatchObject([{ key, file: 'a.json' }]);
  });

  it.each([
    { what: 'nothing', exported: {}, expected: 'export const transform = defineTransform' },
    {
      what: 'a bare function',
      exported: { transform: () => undefined },
      expected: 'defineTransform',
    },
    {
      what: 'keys that are none',
      exported: { transform: { keys: { a: 1 }, create: () => () => undefined } },
      expected: 'defineTransform',
    },
    {
      what: 'an async create',
      exported: { transform: { keys: {}, create: async () => () => undefined } },
      expected: 'not async',
    },
    {
      what: 'an async function',
      exported: { transform: { keys: {}, create: () => async () => undefined } },
      expected: 'not async',
    },
    {
      what: 'no function',
      exported: { transform: { keys: {}, create: () => 'secret' } },
      expected: 'a function (create: (config) => (record) => record) where string is',
    },
    {
      what: 'a create that throws',
      exported: {
        transform: {
          keys: {},
          create: () => {
            throw new RangeError('secret');
          },
        },
      },
      expected: 'a create that does not throw a RangeError',
    },
  ])('is refused where it is $what', ({ exported, expected }) => {
    const { errors } = check(exported);

    expect(errors).toMatchObject([{ file: 'a.json', key: 'transforms.t.type', found: NAME }]);
    expect(errors[0]?.expected).toContain(expected);
    expect(JSON.stringify(errors)).not.toContain('secret');
  });

  it('names the key that its create refuses', () => {
    const create = () => refuseKey('field', 'another field');

    expect(check({ transform: { keys: {}, create } }).errors).toMatchObject([
      { key: 'transforms.t.field', expected: 'another field' },
    ]);
  });

  it.each(['transforms/t.ts', '../t.ts', './a/../../t.ts', '/t.ts', './t.js', 't.ts'])(
    'is not loaded from %s',
    (name) => {
      expect(checkWith({ ...SETTINGS, 'transforms.t.type': name }, {}).errors).toMatchObject([
        { found: name, expected: expect.stringContaining('as ./transforms/name.ts') },
      ]);
    },
  );

  it('is missing where no such file is', () => {
    expect(checkWith(SETTINGS, {}).errors).toMatchObject([
      {
        key: 'transforms.t.type',
        line: 6,
        expected: expect.stringContaining('a file that is there'),
      },
    ]);
  });

  it('drops a record by undefined', () => {
    expect(run(() => () => undefined)).toBeUndefined();
  });

  it('leaves the bytes of what it gives back', () => {
    expect(text(run(() => changeFields((fields) => fields), '{ "n": 1.0 }'))).toBe('{ "n": 1.0 }');
  });

  it('may drop by changeFields, and is not asked for tombstones', () => {
    expect(run(() => changeFields(() => undefined))).toBeUndefined();
    expect(run(() => changeFields(() => undefined), 'null')).toBeDefined();
  });

  const withValue = (value: unknown) => () => (record: ConnectRecord) =>
    withPart(record, 'value', { schema: null, value: value as Value });
  const schema = createSchema('STRUCT', { fields: createFields([['n', createSchema('INT64')]]) });

  it.each([
    {
      what: 'refuses',
      create: () => () => refuse('No level'),
      message: 'No level',
    },
    {
      what: 'throws',
      create: () => () => {
        throw new TypeError('secret');
      },
      message: 'It threw a TypeError',
    },
    {
      what: 'throws no error',
      create: () => () => {
        throw 'secret';
      },
      message: 'It threw a string',
    },
    {
      what: 'gives a promise',
      create: () => () => Promise.reject(new Error('secret')),
      message: 'It gave a promise, and nothing waits for one',
    },
    { what: 'gives no record', create: () => () => null, message: 'It gave neither a record' },
    { what: 'gives an object', create: withValue({ a: 1 }), message: 'It gave no value' },
    { what: 'gives undefined inside', create: withValue([undefined]), message: 'It gave no value' },
    {
      what: 'gives what its schema does not say',
      create: () => (record: ConnectRecord) => withPart(record, 'value', { schema, value: 'x' }),
      message: 'Invalid value for value',
    },
    {
      what: 'gives a header without value',
      create: () => (record: ConnectRecord) => ({
        ...record,
        headers: [{ key: 'h', value: decodedPart({ schema: null, value: undefined as never }) }],
      }),
      message: 'It gave no value',
    },
  ])('makes a record errant where it $what', ({ create, message }) => {
    const error = outcome(() => run(create));

    expect(error).toBeInstanceOf(DataError);
    expect(error).toMatchObject({
      stage: 'TRANSFORMATION',
      at: NAME,
      message: expect.stringContaining(message),
    });
    expect(String(error)).not.toContain('secret');
  });

  it('leaves the stage of a value that could not be read', () => {
    const error = outcome(() => run(() => changeFields((fields) => fields), 'no JSON'));

    expect(error).toMatchObject({ stage: 'VALUE_CONVERTER' });
  });
});

describe('a predicate of a module', () => {
  const CONDITION = './predicates/p.ts';
  const settings = {
    ...SETTINGS,
    'transforms.t.type': 'org.apache.kafka.connect.transforms.Filter',
    'transforms.t.predicate': 'p',
    predicates: 'p',
    'predicates.p.type': CONDITION,
    'predicates.p.least': '5',
  };
  const predicate = definePredicate({
    keys: { least: intKey(0, 'The least offset.') },
    create:
      ({ least }) =>
      ({ offset }) =>
        (offset ?? 0) >= least,
  });

  it.each([
    [4, false],
    [5, true],
  ])('decides on offset %i', (offset, dropped) => {
    const { sink } = checkWith(settings, { [CONDITION]: { predicate } });

    const after = sink && createSinkPipeline(sink, () => 0)(aSinkRecord({ offset }));

    expect(sink).toBeDefined();
    expect(after === undefined).toBe(dropped);
  });

  it('has its module and its keys validated', () => {
    expect(checkWith(settings, {}).errors).toMatchObject([{ key: 'predicates.p.type' }]);
    expect(
      checkWith({ ...settings, 'predicates.p.least': 'x' }, { [CONDITION]: { predicate } }).errors,
    ).toMatchObject([{ key: 'predicates.p.least' }]);
  });

  it('makes a record errant where it answers with something else', () => {
    const wrong = { keys: {}, create: () => () => 'yes' };
    const { 'predicates.p.least': _, ...rest } = settings;
    const { sink } = checkWith(rest, { [CONDITION]: { predicate: wrong } });

    const error = outcome(() => sink && createSinkPipeline(sink, () => 0)(aSinkRecord()));

    expect(error).toMatchObject({ stage: 'TRANSFORMATION', at: CONDITION });
  });
});
