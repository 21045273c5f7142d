import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readConnectorFile } from '../../../shared/config/json-file.ts';
import type { Fault } from '../../../shared/connect/errors.ts';

const read = (text: string, file = 'phones.json') => {
  const faults: Fault[] = [];
  return { read: readConnectorFile({ file, text }, faults), faults };
};
const textsOf = (text: string) =>
  Object.fromEntries(read(text).read.entries.map((entry) => [entry.key, entry.text]));

describe('readConnectorFile', () => {
  it.each([
    { what: 'flat', text: '{ "a": "1" }', name: 'phones' },
    { what: 'flat with a name', text: '{ "name": "n", "a": "1" }', name: 'n' },
    { what: 'the REST API', text: '{ "name": "n", "config": { "a": "1" } }', name: 'n' },
    { what: 'no name', text: '{ "config": { "a": "1" } }', name: 'phones' },
    { what: 'a name in config', text: '{ "config": { "name": "n", "a": "1" } }', name: 'n' },
    { what: 'two equal names', text: '{ "name": "n", "config": { "name": "n" } }', name: 'n' },
    {
      what: 'an answer of the REST API',
      text: '{ "name": "n", "config": {}, "tasks": [], "type": "sink" }',
      name: 'n',
    },
  ])('reads $what', ({ text, name }) => {
    expect(read(text).read.name).toBe(name);
    expect(read(text).faults).toEqual([]);
  });

  it('takes numbers and booleans as they are written', () => {
    expect(textsOf('{ "a": 9007199254740993, "b": 1e3, "c": true, "d": "\\u0041" }')).toEqual({
      a: '9007199254740993',
      b: '1e3',
      c: 'true',
      d: 'A',
    });
  });

  it('knows the line of each key', () => {
    const { entries } = read('{\n "config": {\n  "a": "1",\n\n  "b": "2" } }').read;

    expect(entries.map(({ key, line }) => [key, line])).toEqual([
      ['a', 3],
      ['b', 5],
    ]);
  });

  it.each([
    { what: 'an empty file', text: ' \n', expected: 'a JSON object, not an empty file', line: 1 },
    { what: 'a BOM', text: '\uFEFF{}', expected: 'a text without a byte order mark', line: 1 },
    { what: 'text', text: 'name=x', expected: 'JSON', line: 1 },
    { what: 'an array', text: '[]', expected: 'a JSON object', line: 1 },
    { what: 'null', text: 'null', expected: 'a JSON object', line: 1 },
    {
      what: 'half a file',
      text: '{\n"a": "1",\n',
      expected: 'JSON: a key in double quotes',
      line: 3,
    },
    { what: 'a missing comma', text: '{ "a": 1\n"b": 2 }', expected: 'JSON: a comma', line: 2 },
    {
      what: 'a last comma',
      text: '{ "a": 1,\n}',
      expected: 'JSON: a key in double quotes',
      line: 2,
    },
    { what: 'a comment', text: '{ // no\n}', expected: 'JSON: no comments', line: 1 },
    { what: 'two objects', text: '{}\n{}', expected: 'JSON: nothing more', line: 2 },
    { what: 'an open text', text: '{ "a": "1\n}', expected: 'JSON: a closing quote', line: 1 },
    {
      what: 'a deep nest',
      text: '{"a":'.repeat(100_000),
      expected: 'a JSON object of strings, numbers and booleans',
      line: 1,
    },
  ])('has one fault for $what', ({ text, expected, line }) => {
    expect(read(text).faults).toEqual([{ file: 'phones.json', line, severity: 'error', expected }]);
    expect(read(text).read.broken).toBe(true);
  });

  it.each([
    {
      what: 'a key twice',
      text: '{ "a": 1,\n"a": 2 }',
      key: 'a',
      expected: 'the key once',
      line: 2,
    },
    {
      what: 'a list',
      text: '{ "a": [] }',
      key: 'a',
      expected: 'a string, number or boolean',
      line: 1,
    },
    {
      what: 'null',
      text: '{ "a": null }',
      key: 'a',
      expected: 'a string, number or boolean',
      line: 1,
    },
    {
      what: 'a member beside config',
      text: '{ "config": {},\n"topics": "t" }',
      key: 'topics',
      expected: 'nothing beside name and config',
      line: 2,
    },
    {
      what: 'a config that is a list',
      text: '{ "config": [] }',
      key: 'config',
      expected: 'an object',
      line: 1,
    },
    {
      what: 'a name that is a number',
      text: '{ "name": 1 }',
      key: 'name',
      expected: 'a string',
      line: 1,
    },
    {
      what: 'two names',
      text: '{ "name": "a",\n"config": {\n"name": "b" } }',
      key: 'name',
      expected: 'one name, the same in config',
      line: 3,
    },
  ])('names the key of $what', ({ text, key, expected, line }) => {
    expect(read(text).faults).toContainEqual({
      file: 'phones.json',
      key,
      line,
      severity: 'error',
      expected,
    });
  });

  it('never throws, and quotes nothing', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.json(),
      fc.string().map((inner) => `{"secret-${inner}`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        for (const { found } of read(text).faults) expect(found).toBeUndefined();
      }),
    );
  });
});
