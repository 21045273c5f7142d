import { describe, expect, it } from 'vitest';
import type { SourceConnector } from '../../../shared/config/connector.ts';
import { createSourceRecords } from '../../../shared/source/source-record.ts';
import { aSourceConnector } from '../../support/connectors.ts';
import { anMqttMessage } from '../../support/records.ts';

const JSON_CONVERTER = 'org.apache.kafka.connect.json.JsonConverter';
const STATEMENT = { filter: 'phone/data', target: 'phone-data' };
const { converters } = aSourceConnector();
const run = (over: Partial<SourceConnector>) =>
  createSourceRecords(aSourceConnector(over), () => 0)(STATEMENT, anMqttMessage()).record;

describe('createSourceRecords', () => {
  it.each([
    {
      what: 'StringConverter',
      key: converters.key,
      expected: 'Struct{topic=phone/data,id=m-1}',
    },
    {
      what: 'JsonConverter without schemas',
      key: { className: JSON_CONVERTER, config: { 'schemas.enable': 'false' } },
      expected: '{"topic":"phone/data","id":"m-1"}',
    },
    {
      what: 'JsonConverter',
      key: { className: JSON_CONVERTER, config: {} },
      expected:
        '{"schema":{"type":"struct","fields":[{"type":"string","optional":false,"field":"topic"},{"type":"string","optional":false,"field":"id"}],"optional":false,"name":"io.lenses.streamreactor.common.converters.MsgKey"},"payload":{"topic":"phone/data","id":"m-1"}}',
    },
  ])('writes the key as $what does', ({ key, expected }) => {
    expect(run({ converters: { ...converters, key } })?.key?.toString()).toBe(expected);
  });

  it('writes bytes as the base64 text that JsonConverter makes of them', () => {
    const value = { className: JSON_CONVERTER, config: { 'schemas.enable': 'false' } };

    expect(run({ converters: { ...converters, value } })?.value?.toString()).toBe(
      `"${Buffer.from('{"level":87}').toString('base64')}"`,
    );
  });

  it('has the user properties before its own headers, so that none of those is hidden', () => {
    const make = createSourceRecords(aSourceConnector(), () => 0);
    const { record } = make(STATEMENT, anMqttMessage({ userProperties: { fleet: ['a', 'ü'] } }));

    expect(record?.headers.map(({ key, value }) => `${key}=${value}`)).toEqual([
      'fleet=a',
      'fleet=ü',
      'mqtt-topic=phone/data',
      'message-id=m-1',
    ]);
  });

  it.each([
    { key: 'client-id', message: { clientId: 'phone-7' }, expected: 'phone-7' },
    { key: 'client-id', message: {}, expected: 'phone/data' },
    { key: 'topic', message: { clientId: 'phone-7' }, expected: 'phone/data' },
  ] as const)('has the key $expected by $key', ({ key, message, expected }) => {
    const make = createSourceRecords(aSourceConnector(), () => 0);

    const { record } = make({ ...STATEMENT, key }, anMqttMessage(message));

    expect(record?.key?.toString()).toBe(expected);
  });

  it('runs the transforms of the connector', () => {
    const transforms = {
      transforms: 'route',
      'transforms.route.type': 'org.apache.kafka.connect.transforms.RegexRouter',
      'transforms.route.regex': '(.*)-data',
      'transforms.route.replacement': '$1s',
    };

    expect(run({ transforms })?.topic).toBe('phones');
    expect(
      run({
        transforms: {
          transforms: 'drop',
          'transforms.drop.type': 'org.apache.kafka.connect.transforms.Filter',
        },
      }),
    ).toBeUndefined();
  });

  // It takes neither bytes nor a MsgKey.
  const refusing = {
    className: 'org.apache.kafka.connect.converters.IntegerConverter',
    config: {},
  };

  it.each([
    {
      what: 'the key where the value’s converter refuses',
      over: { converters: { ...converters, value: refusing } },
      statement: {},
      expected: { key: 'Struct{topic=phone/data,id=m-1}', stage: 'VALUE_CONVERTER' },
    },
    {
      what: 'no key where its own converter refuses',
      over: { converters: { ...converters, key: refusing } },
      statement: {},
      expected: { key: undefined, stage: 'KEY_CONVERTER' },
    },
    {
      what: 'the key by device, which needs no payload that can be read',
      over: {},
      statement: { key: 'topic', converter: 'JsonSimpleConverter' },
      expected: { key: 'phone/data', stage: 'VALUE_CONVERTER' },
    },
    {
      what: 'no key where none was made yet',
      over: {},
      statement: { converter: 'JsonSimpleConverter' },
      expected: { key: undefined, stage: 'VALUE_CONVERTER' },
    },
  ] as const)('leaves for the letter $what', ({ over, statement, expected }) => {
    const make = createSourceRecords(aSourceConnector(over), () => 0);
    const payload = Buffer.from('{');
    const { record, error } = make({ ...STATEMENT, ...statement }, anMqttMessage({ payload }));

    expect({ key: record?.key?.toString(), stage: error?.stage }).toEqual(expected);
    expect(record?.value).toBe(payload);
  });
});
