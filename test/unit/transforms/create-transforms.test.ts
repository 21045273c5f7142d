import { describe, expect, it } from 'vitest';
import { fromSinkRecord, toSourceRecord } from '../../../shared/connect/connect-record.ts';
import { ConfigError, DataError } from '../../../shared/connect/errors.ts';
import { createTransforms, readTransforms } from '../../../shared/transforms/create-transforms.ts';
import { aConnectRecord, loose } from '../../support/connect-records.ts';
import { aSinkRecordOf, jsonConverters } from '../../support/converters.ts';

const P = 'org.apache.kafka.connect.transforms.';
const CONTEXT = { now: () => 0 };

const chainOf = (config: Record<string, string>) => createTransforms(config, 'sink.json', CONTEXT);

describe('readTransforms', () => {
  it('is nothing where no transform is named', () => {
    expect(chainOf({})).toBeUndefined();
    expect(chainOf({ transforms: ' ', predicates: '' })).toBeUndefined();
  });

  it('runs transforms in their order', () => {
    const chain = chainOf({
      transforms: 'first, second',
      'transforms.first.type': 'RegexRouter',
      'transforms.first.regex': 'phone-data',
      'transforms.first.replacement': 'a',
      'transforms.second.type': `${P}RegexRouter`,
      'transforms.second.regex': 'a',
      'transforms.second.replacement': 'b',
    });

    expect(chain?.(aConnectRecord())?.topic).toBe('b');
  });

  it('ends the chain with the transform that drops the record', () => {
    const chain = chainOf({
      transforms: 'drop,fail',
      'transforms.drop.type': `${P}Filter`,
      'transforms.fail.type': `${P}MaskField$Value`,
      'transforms.fail.fields': 'a',
    });

    expect(chain?.(aConnectRecord())).toBeUndefined();
  });

  it.each([
    ['TopicNameMatches', { pattern: 'phone-.*' }, undefined, true],
    ['TopicNameMatches', { pattern: 'phone' }, undefined, false],
    ['TopicNameMatches', { pattern: 'phone' }, 'true', true],
    ['HasHeaderKey', { name: 'h' }, undefined, true],
    ['HasHeaderKey', { name: 'h' }, 'true', false],
    ['RecordIsTombstone', {}, 'false', false],
    ['RecordIsTombstone', {}, 'true', true],
  ])('lets %s %j, negate %s, decide: drops %s', (type, keys, negate, dropped) => {
    const own = Object.entries(keys).map(([key, value]) => [`predicates.p.${key}`, value]);
    const chain = chainOf({
      transforms: 't',
      'transforms.t.type': `${P}Filter`,
      'transforms.t.predicate': 'p',
      ...(negate === undefined ? {} : { 'transforms.t.negate': negate }),
      predicates: 'p',
      'predicates.p.type': `${P}predicates.${type}`,
      ...Object.fromEntries(own),
    });

    const record = aConnectRecord({ value: loose({}), headers: { h: 'x' } });

    expect(chain?.(record) === undefined).toBe(dropped);
  });

  it('tells every fault, with its key', () => {
    const read = readTransforms(
      {
        transforms: 'a,a,b,c,d',
        'transforms.a.type': `${P}Cast$Value`,
        'transforms.a.negate': 'true',
        'transforms.b.type': 'com.example.Mine',
        'transforms.b.predicate': 'missing',
        'transforms.d.type': `${P}Filter`,
        'transforms.d.predicate': 'p',
        predicates: 'p',
        'predicates.p.type': `${P}predicates.TopicNameMatches`,
        'predicates.p.pattern': 'a++',
      },
      CONTEXT,
    );

    expect('faults' in read && read.faults.map(({ key }) => key)).toEqual([
      'predicates.p.pattern',
      'transforms',
      'transforms.a.predicate',
      'transforms.a.spec',
      'transforms.b.predicate',
      'transforms.b.type',
      'transforms.c.type',
    ]);
  });

  it.each([
    { type: `${P}RegexRuoter`, suggestion: `${P}RegexRouter` },
    { type: 'TimestampRooter', suggestion: `${P}TimestampRouter` },
    { type: `${P}Cast`, suggestion: `${P}Cast$Key or ${P}Cast$Value` },
    { type: 'InsertFeild', suggestion: `${P}InsertField$Key or ${P}InsertField$Value` },
    { type: 'MaskField$Valeu', suggestion: `${P}MaskField$Value` },
    { type: 'com.example.Mine', suggestion: undefined },
  ])('names what a class that is not there may mean: $type', ({ type, suggestion }) => {
    const read = readTransforms({ transforms: 'a', 'transforms.a.type': type }, CONTEXT);

    expect(read).toEqual({
      faults: [
        {
          key: 'transforms.a.type',
          found: type,
          expected: 'a class that docs/connectors.md lists, or a module of your own',
          ...(suggestion && { suggestion }),
        },
      ],
    });
  });

  it('throws them together, with the file', () => {
    expect(() => chainOf({ transforms: 'a' })).toThrow(
      new ConfigError([
        {
          file: 'sink.json',
          key: 'transforms.a.type',
          severity: 'error',
          expected: 'the name of a class',
        },
      ]),
    );
  });
});

describe('a record in the chain', () => {
  const bytes = Buffer.from('{ "n" : 12345678901234567890, "x":1.10 }');

  it('keeps the bytes of what no transform replaces, and decodes nothing of it', () => {
    const broken = Buffer.from('no JSON');
    const chain = chainOf({
      transforms: 't',
      'transforms.t.type': `${P}RegexRouter`,
      'transforms.t.regex': '.*',
      'transforms.t.replacement': 'x',
    });

    const after = chain?.(fromSinkRecord(aSinkRecordOf(broken), jsonConverters));

    expect(after && toSourceRecord(after, jsonConverters, 0).value).toBe(broken);
  });

  it('keeps them also where a transform only read', () => {
    const chain = chainOf({
      transforms: 't',
      'transforms.t.type': `${P}ValueToKey`,
      'transforms.t.fields': 'n',
    });

    const after = chain?.(fromSinkRecord(aSinkRecordOf(bytes), jsonConverters));
    const written = after && toSourceRecord(after, jsonConverters, 0);

    expect(written?.value).toBe(bytes);
    expect(written?.key?.toString()).toBe('{n=12345678901234567890}');
  });

  it('fails at the converter where it is the first to read what is no JSON', () => {
    const chain = chainOf({
      transforms: 't',
      'transforms.t.type': `${P}Flatten$Value`,
    });
    const record = fromSinkRecord(aSinkRecordOf(Buffer.from('secret')), jsonConverters);

    expect(() => chain?.(record)).toThrow(DataError);
    expect(() => chain?.(record)).toThrow(
      expect.objectContaining({
        stage: 'VALUE_CONVERTER',
        message: expect.not.stringContaining('secret'),
      }),
    );
  });
});
