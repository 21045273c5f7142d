import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SinkConnector } from '../../../shared/config/connector.ts';
import { DataError } from '../../../shared/connect/errors.ts';
import { toDocuments } from '../../../shared/sink/to-documents.ts';
import { connectorOf, sinkFile } from '../../support/connectors.ts';
import { outcome } from '../../support/outcome.ts';
import { aSinkRecord } from '../../support/records.ts';

const KCQL = 'connect.elastic.kcql';

/** The document that a SELECT makes of a value. */
const selected = (select: string, value: string): string => {
  const [columns, structured] = select.split(' WITHSTRUCTURE');
  const kcql = `INSERT INTO phones SELECT ${columns} FROM phone-data${structured === undefined ? '' : ' WITHSTRUCTURE'}`;
  const sink = connectorOf(sinkFile({ [KCQL]: kcql })) as SinkConnector;
  const [document] = toDocuments(sink, () => 0)(aSinkRecord({ value: Buffer.from(value) }));
  return String(document?.body);
};

const PERSON =
  '{"name":"Rick","address":{"street":{"name":"Rock St"},"city":"MtV","state":"CA","zip":"94041","country":"USA"}}';
const ADDRESS = '{"street":"Rock St","city":"MtV","state":"CA","zip":"94041","country":"USA"}';
const PIZZA =
  '{"name":"pepperoni","ingredients":[{"name":"pepperoni","sugar":12.0,"fat":4.4},{"name":"onions","sugar":1.0,"fat":0.4}],"vegetarian":false,"vegan":false,"calories":98}';

describe('a choice of fields', () => {
  // What stream-reactor's JsonSqlTest and JsonSqlWithRetainStructureTest pin down.
  it.each([
    { select: '*', value: PIZZA, expected: PIZZA },
    {
      select: 'name, vegan, calories',
      value: PIZZA,
      expected: '{"name":"pepperoni","vegan":false,"calories":98}',
    },
    {
      select: 'calories AS C, vegan AS V, name AS fieldName',
      value: PIZZA,
      expected: '{"C":98,"V":false,"fieldName":"pepperoni"}',
    },
    {
      select: 'name, address.street.name',
      value: PERSON,
      expected: '{"name":"Rick","name_1":"Rock St"}',
    },
    {
      select: 'name, address.street.name AS streetName',
      value: PERSON,
      expected: '{"name":"Rick","streetName":"Rock St"}',
    },
    {
      select: 'name, address.street.name AS streetName, address.street2.name AS streetName2',
      value: PERSON,
      expected: '{"name":"Rick","streetName":"Rock St"}',
    },
    {
      select: 'name, address.street.*, address.street2.*',
      value: PERSON,
      expected: '{"name":"Rick","name_1":"Rock St"}',
    },
    {
      select: 'address.state AS S, address.city, name, address.street.name',
      value: PERSON,
      expected: '{"S":"CA","city":"MtV","name":"Rick","name_1":"Rock St"}',
    },
    {
      select: 'address.bam, address.city, name',
      value: PERSON,
      expected: '{"city":"MtV","name":"Rick"}',
    },
    {
      select: 'zip AS Z, *',
      value: ADDRESS,
      expected: '{"Z":"94041","street":"Rock St","city":"MtV","state":"CA","country":"USA"}',
    },
    {
      select: 'zip AS Z, *, state AS S',
      value: ADDRESS,
      expected: '{"Z":"94041","street":"Rock St","city":"MtV","country":"USA","S":"CA"}',
    },
    {
      select: 'address',
      value: PERSON,
      expected: `{"address":${PERSON.slice(PERSON.indexOf('{', 1), -1)}}`,
    },
    {
      select: '*, name AS fieldName WITHSTRUCTURE',
      value: PIZZA,
      expected:
        '{"ingredients":[{"name":"pepperoni","sugar":12.0,"fat":4.4},{"name":"onions","sugar":1.0,"fat":0.4}],"vegetarian":false,"vegan":false,"calories":98,"fieldName":"pepperoni"}',
    },
    {
      select: '*, ingredients AS stuff WITHSTRUCTURE',
      value: PIZZA,
      expected:
        '{"name":"pepperoni","vegetarian":false,"vegan":false,"calories":98,"stuff":[{"name":"pepperoni","sugar":12.0,"fat":4.4},{"name":"onions","sugar":1.0,"fat":0.4}]}',
    },
    {
      select: 'vegan AS veganA WITHSTRUCTURE',
      value: PIZZA,
      expected: '{"veganA":false}',
    },
    {
      select: 'ingredients.name WITHSTRUCTURE',
      value: PIZZA,
      expected: '{"ingredients":[{"name":"pepperoni"},{"name":"onions"}]}',
    },
    {
      select:
        'ingredients.*, ingredients.name AS fieldName, ingredients.sugar AS fieldSugar WITHSTRUCTURE',
      value: PIZZA,
      expected:
        '{"ingredients":[{"fat":4.4,"fieldName":"pepperoni","fieldSugar":12.0},{"fat":0.4,"fieldName":"onions","fieldSugar":1.0}]}',
    },
    {
      select:
        'name, ingredients.name AS fieldName, calories AS cals, ingredients.sugar AS fieldSugar, ingredients.* WITHSTRUCTURE',
      value: PIZZA,
      expected:
        '{"name":"pepperoni","ingredients":[{"fieldName":"pepperoni","fieldSugar":12.0,"fat":4.4},{"fieldName":"onions","fieldSugar":1.0,"fat":0.4}],"cals":98}',
    },
  ])('makes of $select what Lenses makes', ({ select, value, expected }) => {
    expect(selected(select, value)).toBe(expected);
  });

  it.each([
    {
      what: 'more digits than a double has, and any spelling of a number',
      select: 'a, o',
      value: '{"a":9007199254740993,"b":0,"o":{"n" : 1e400, "z":-0, "f":1.50 }}',
      expected: '{"a":9007199254740993,"o":{"n" : 1e400, "z":-0, "f":1.50 }}',
    },
    {
      what: 'text as it is escaped',
      select: 'a',
      value: '{"a":"\\u00e9\\/\\ud800"}',
      expected: '{"a":"\\u00e9\\/\\ud800"}',
    },
    {
      what: 'the last value of a repeated name',
      select: 'a, b',
      value: '{"a":1,"b":0,"a":2}',
      expected: '{"a":2,"b":0}',
    },
    {
      what: 'names that mean something to JavaScript',
      select: '__proto__, constructor, `1`',
      value: '{"constructor":3,"1":2,"__proto__":1}',
      expected: '{"__proto__":1,"constructor":3,"1":2}',
    },
    {
      what: 'no null, which still takes its name',
      select: 'a, o.a, p.a',
      value: '{"a":null,"o":{"a":1},"p":null}',
      expected: '{"a_1":1}',
    },
    { what: 'an empty document', select: 'x, y', value: '{"a":1}', expected: '{}' },
    {
      what: 'a null where the structure stays',
      select: 'a, o.b WITHSTRUCTURE',
      value: '{"a":null,"o":null}',
      expected: '{"a":null,"o":null}',
    },
    {
      what: 'nothing but what is chosen, however deep',
      select: 'a.b.c.d, a.x WITHSTRUCTURE',
      value: '{"a":{"x":1,"b":{"y":2,"c":{"d":3,"z":4}}}}',
      expected: '{"a":{"b":{"c":{"d":3}},"x":1}}',
    },
    {
      what: 'a name with dots',
      select: '`a.b`, a.b AS c',
      value: '{"a":{"b":1},"a.b":2}',
      expected: '{"a.b":2,"c":1}',
    },
  ])('keeps $what', ({ select, value, expected }) => {
    expect(selected(select, value)).toBe(expected);
  });

  it.each([
    { select: 'name, ingredients', value: PIZZA, message: 'ingredients selects an array' },
    { select: '*, name AS fieldName', value: PIZZA, message: '* selects an array' },
    { select: 'name, name.first', value: PIZZA, message: 'name is no object' },
    { select: 'ingredients.name', value: PIZZA, message: 'ingredients is no object' },
    { select: 'name.first WITHSTRUCTURE', value: PIZZA, message: 'name is no object' },
    { select: 'a.b WITHSTRUCTURE', value: '{"a":[1]}', message: 'a is no object' },
    {
      select: 'a',
      value: `{"a":${'['.repeat(1001)}${']'.repeat(1001)}}`,
      message: 'deeper than 1000',
    },
  ])('calls a value errant of which $select cannot be made', ({ select, value, message }) => {
    const error = outcome(() => selected(select, value));

    expect(error).toBeInstanceOf(DataError);
    expect(error).toMatchObject({ stage: 'TASK_PUT', message: expect.stringContaining(message) });
  });

  it('takes every field as JSON.parse does, whatever they hold', () => {
    const value = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 });
    fc.assert(
      fc.property(value, fc.nat(3), (object, indent) => {
        const text = JSON.stringify({ ...object, a: [object] }, null, indent);

        const document = selected('a AS b, * WITHSTRUCTURE', text);

        const { a, ...others } = JSON.parse(text);
        expect(document).not.toMatch(/[\r\n]/);
        expect(JSON.parse(document)).toEqual({ ...others, b: 'b' in others ? others.b : a });
      }),
    );
  });
});
