import { describe, expect, it } from 'vitest';
import { defineConverter, refuse, type SchemaAndValue, textKey } from '../../../shared/custom.ts';
import { createSinkPipeline } from '../../../shared/sink/sink-pipeline.ts';
import { createSourceRecords } from '../../../shared/source/source-record.ts';
import { aSourceConnector } from '../../support/connectors.ts';
import { checkWith, modulesOf } from '../../support/modules.ts';
import { outcome } from '../../support/outcome.ts';
import { anMqttMessage, aSinkRecord } from '../../support/records.ts';

const NAME = './converters/c.ts';
const SETTINGS = { 'value.converter': NAME };

const hex = defineConverter({
  keys: { field: textKey('hex', 'The field.') },
  create: ({ field }) => ({
    toConnect: (bytes): SchemaAndValue => ({
      schema: null,
      value: bytes && new Map([[field, bytes.toString('hex')]]),
    }),
    fromConnect: ({ value }) => Buffer.from(String(value), 'utf8'),
  }),
});

const run = (converter: object, settings = {}) => {
  const { sink, errors } = checkWith({ ...SETTINGS, ...settings }, { [NAME]: { converter } });
  if (!sink) throw new Error(JSON.stringify(errors));
  return createSinkPipeline(sink, () => 0)(aSinkRecord({ value: Buffer.from([1, 255]) }))?.record;
};
const of = (toConnect: unknown) => ({
  keys: {},
  create: () => ({ toConnect, fromConnect: () => null }),
});

describe('a converter of a module', () => {
  it('makes the value that a sink writes', () => {
    expect(run(hex)?.value?.toString()).toBe('{"hex":"01ff"}');
    expect(run(hex, { 'value.converter.field': 'h' })?.value?.toString()).toBe('{"h":"01ff"}');
  });

  it('makes the bytes that a source writes', () => {
    const source = aSourceConnector({
      converters: {
        ...aSourceConnector().converters,
        value: { className: NAME, config: {} },
      },
      modules: modulesOf({ [NAME]: { converter: hex } }),
    });
    const [statement] = source.statements;

    const made =
      statement &&
      createSourceRecords(source, () => 0)(
        statement,
        anMqttMessage({ payload: Buffer.from('ab') }),
      );

    expect(made?.record?.value?.toString()).toBe('ab');
  });

  it.each([
    { what: 'a missing file', exported: {}, key: 'value.converter' },
    { what: 'another export', exported: { [NAME]: {} }, key: 'value.converter' },
    {
      what: 'no way back',
      exported: { [NAME]: { converter: { keys: {}, create: () => ({ toConnect: () => null }) } } },
      key: 'value.converter',
    },
    {
      what: 'an async function',
      exported: { [NAME]: { converter: of(async () => null) } },
      key: 'value.converter',
    },
    {
      what: 'a near miss',
      exported: { [NAME]: { converter: hex } },
      settings: { 'value.converter.feild': 'x' },
      key: 'value.converter.feild',
    },
  ])('is validated: $what', ({ exported, settings = {}, key }) => {
    expect(checkWith({ ...SETTINGS, ...settings }, exported).errors).toMatchObject([
      { file: 'a.json', key },
    ]);
  });

  it.each([
    { what: 'refuses', toConnect: () => refuse('Two bytes are needed'), message: 'Two bytes' },
    {
      what: 'throws',
      toConnect: () => {
        throw new TypeError('secret');
      },
      message: 'It threw a TypeError',
    },
    { what: 'gives nothing', toConnect: () => undefined, message: 'It gave no value' },
    { what: 'gives no value', toConnect: () => ({ schema: null }), message: 'It gave no value' },
  ])('makes a record errant where it $what', ({ toConnect, message }) => {
    expect(outcome(() => run(of(toConnect)))).toMatchObject({
      stage: 'VALUE_CONVERTER',
      at: NAME,
      message: expect.stringContaining(message),
    });
  });
});
