import { describe, expect, it } from 'vitest';
import type { Plugin, SourceConverter, SourceStatement } from '../../../shared/config/connector.ts';
import { createSourceRecords } from '../../../shared/source/source-record.ts';
import { aSourceConnector } from '../../support/connectors.ts';
import { anMqttMessage } from '../../support/records.ts';

const STRING = 'org.apache.kafka.connect.storage.StringConverter';
const JSON_CONVERTER = 'org.apache.kafka.connect.json.JsonConverter';
const plain: Plugin = { className: JSON_CONVERTER, config: { 'schemas.enable': 'false' } };
const enveloped: Plugin = { className: JSON_CONVERTER, config: {} };
const text: Plugin = { className: STRING, config: {} };

type Case = {
  readonly converter: SourceConverter;
  readonly payload: string | Buffer;
  readonly value?: Plugin;
} & Pick<SourceStatement, 'withKey' | 'keyDelimiter'>;

const run = ({ payload, value = plain, ...statement }: Case) => {
  const { header } = aSourceConnector().converters;
  const connector = aSourceConnector({ converters: { key: text, value, header } });
  const { record, error } = createSourceRecords(connector, () => 0)(
    { filter: 'a/b', target: 't', ...statement },
    anMqttMessage({ topic: 'a/b', id: '7', payload: Buffer.from(payload) }),
  );
  if (error) throw error;
  return record;
};
const keyText = (of: Case) => run(of)?.key?.toString();
const valueText = (of: Case) => run(of)?.value?.toString();
const schemaOf = (converter: SourceConverter, payload: string) =>
  JSON.parse(valueText({ converter, payload, value: enveloped }) ?? '').schema;

const DESCRIBING = [
  'JsonSimpleConverter',
  'JsonOptNullConverter',
  'JsonConverterWithSchemaEvolution',
] as const;
const ALL = [...DESCRIBING, 'JsonPassThroughConverter'] as const;

const CAR = '{"name":"LaFerrari","manufacturer":"Ferrari","model":2015,"bhp":963,"price":0.0001}';

describe.each(DESCRIBING)('%s', (converter) => {
  it.each([
    '{"name":"LaFerrari","model":2015,"price":0.5}',
    '{"a":{"b":{"c":[1,2]}},"d":[{"e":"f"},{"e":"g"}],"h":null,"i":true}',
    '{}',
    '[1,2,3]',
    '[]',
    '{"a":[],"b":[[]]}',
    '"text"',
    '42',
    'false',
    // No schema says these; Lenses loses such messages.
    '{"a":[1,"x"]}',
    '{"a":[1,2.5]}',
    '{"a":[{"b":1},{"c":1}]}',
    '{"a":[null,1]}',
    '{"a":9007199254740993,"b":123456789012345678901234567890}',
  ])('makes the same JSON of %s', (payload) => {
    expect(valueText({ converter, payload })).toBe(payload);
  });

  it('writes numbers with a fraction as Java’s doubles', () => {
    const payload = '{ "a" : 1.0, "b": 1e2, "c": 0.1234567890123456789 }';

    expect(valueText({ converter, payload })).toBe('{"a":1.0,"b":100.0,"c":0.12345678901234568}');
  });

  it('has MsgKey as key, and with WITHKEY the fields', () => {
    expect(keyText({ converter, payload: CAR })).toBe('Struct{topic=a/b,id=7}');
    expect(keyText({ converter, payload: CAR, withKey: ['name', 'price'] })).toBe(
      'LaFerrari.1.0E-4',
    );
    expect(keyText({ converter, payload: CAR, withKey: ['name', 'bhp'], keyDelimiter: '-' })).toBe(
      'LaFerrari-963',
    );
    expect(keyText({ converter, payload: '{"a":{"b":true}}', withKey: ['a.b'] })).toBe('true');
    expect(keyText({ converter, payload: '[1]', withKey: ['a'] })).toBe('Struct{topic=a/b,id=7}');
  });

  it.each(['null', '{"a":1,"a":2}', '{"a":1e999}', '{"a":[1,"x",1e999]}', '{"a":[{},[1e999]]}'])(
    'calls %s errant',
    (payload) => {
      expect(() => run({ converter, payload })).toThrow(
        expect.objectContaining({ stage: 'VALUE_CONVERTER', at: expect.stringMatching(converter) }),
      );
    },
  );

  it('calls a key errant whose field is null', () => {
    expect(() => run({ converter, payload: '{"a":null}', withKey: ['a'] })).toThrow(
      /WITHKEY is null/,
    );
  });
});

describe('JsonPassThroughConverter', () => {
  const converter = 'JsonPassThroughConverter';

  it.each([CAR, '{ "a" : 1,\n"a":2e2, "ü":"\\u00fc" }', '[1,"x"]', 'null'])(
    'leaves %s as it is',
    (payload) => {
      expect(valueText({ converter, payload, value: text })).toBe(payload);
    },
  );

  it.each([
    { withKey: undefined, payload: CAR, expected: 'a/b.7' },
    { withKey: ['name', 'manufacturer'], payload: CAR, expected: 'LaFerrari.Ferrari' },
    { withKey: ['a', 'b'], payload: '{"a":null,"b":1}', expected: '1' },
    { withKey: ['a'], payload: '{"a":null}', expected: 'a/b.7' },
    { withKey: ['a'], payload: '{"a":""}', expected: 'a/b.7' },
  ])('has the key $expected by WITHKEY $withKey', ({ withKey, payload, expected }) => {
    expect(keyText({ converter, payload, value: text, ...(withKey && { withKey }) })).toBe(
      expected,
    );
  });
});

describe.each(ALL)('%s', (converter) => {
  it.each(['', '21.5 C', '{"a":', '{"a":1} tail', Buffer.from([0x7b, 0xff, 0x7d])])(
    'calls what is no JSON errant, and does not quote it: %s',
    (payload) => {
      expect(() => run({ converter, payload })).toThrow(
        expect.objectContaining({
          stage: 'VALUE_CONVERTER',
          message: expect.not.stringContaining('21.5'),
        }),
      );
    },
  );

  it.each([
    { withKey: ['b'], payload: '{"a":1}' },
    { withKey: ['a.b'], payload: '{"a":1}' },
    { withKey: ['a'], payload: '{"a":{"x":1}}' },
    { withKey: ['a'], payload: '{"a":[1]}' },
    { withKey: ['a.b'], payload: '{"a":[1]}' },
  ])('calls a key errant that is not to be had: $withKey of $payload', ({ withKey, payload }) => {
    expect(() => run({ converter, payload, withKey })).toThrow(
      expect.objectContaining({ message: expect.stringContaining(withKey[0] ?? '') }),
    );
  });
});

describe('schemas', () => {
  const field = (name: string, type: string, optional: boolean) => ({
    field: name,
    type,
    optional,
  });
  const payload = '{"s":"x","i":1,"d":1.5,"b":true,"n":null,"o":{"x/y":1},"l":[1]}';
  const leaves = (optional: boolean) => [
    field('s', 'string', optional),
    field('i', 'int64', optional),
    field('d', 'double', optional),
    field('b', 'boolean', optional),
    field('n', 'string', true),
  ];

  it.each([
    { converter: 'JsonSimpleConverter', name: 'a_b', optional: true },
    { converter: 'JsonOptNullConverter', name: 'a_b', optional: false },
    { converter: 'JsonConverterWithSchemaEvolution', name: 'a/b', optional: true },
  ] as const)('of $converter', ({ converter, name, optional }) => {
    const schema = schemaOf(converter, payload);

    expect(schema).toMatchObject({ type: 'struct', name, optional: false });
    expect(schema.fields).toEqual([
      ...leaves(optional),
      {
        field: 'o',
        type: 'struct',
        name: 'o',
        optional: false,
        fields: [field('x/y', 'int64', optional)],
      },
      { field: 'l', type: 'array', optional: true, items: { type: 'int64', optional } },
    ]);
  });

  it('are none where none says it', () => {
    expect(schemaOf('JsonSimpleConverter', '{"a":[1,"x"]}')).toBeNull();
  });
});
