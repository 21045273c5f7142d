import { describe, expect, it } from 'vitest';
import { checkConnectors } from '../../../shared/config/check-connectors.ts';
import type { SinkConnector } from '../../../shared/config/connector.ts';
import { indexPatterns } from '../../../shared/config/index-patterns.ts';
import {
  aFolder,
  aivenSinkFile,
  connectorOf,
  errorsOf,
  sinkFile,
} from '../../support/connectors.ts';

const patternsOf = (file: unknown) => indexPatterns(connectorOf(file) as SinkConnector);
const kcql = (text: string, over = {}) => sinkFile({ 'connect.elastic.kcql': text, ...over });
const DAILY = kcql('INSERT INTO phones SELECT * FROM phone-data WITHINDEXSUFFIX=_{yyyy-MM-dd}');

describe('indexPatterns', () => {
  it('have a star for a date', () => {
    expect(patternsOf(DAILY)).toEqual([{ pattern: 'phones_*', isDated: true, isStream: false }]);
  });

  it('are an index as it is, each once', () => {
    expect(
      patternsOf(
        kcql('INSERT INTO phones SELECT * FROM a;INSERT INTO phones SELECT * FROM b', {
          topics: 'a,b',
        }),
      ),
    ).toEqual([{ pattern: 'phones', isDated: false, isStream: false }]);
  });

  it.each([
    [
      'TimestampRouter',
      { 'topic.format': '${topic}_${timestamp}' },
      [{ pattern: 'phone-data_*', isDated: true }],
    ],
    ['TimestampRouter', {}, [{ pattern: 'phone-data-*', isDated: true }]],
    [
      'RegexRouter',
      { regex: '(.*)-data', replacement: '$1s' },
      [{ pattern: 'phones', isDated: false }],
    ],
    [
      'RegexRouter',
      { regex: 'other', replacement: 'x' },
      [{ pattern: 'phone-data', isDated: false }],
    ],
  ])('follow %s (%#)', (type, config, expected) => {
    const file = aivenSinkFile({
      transforms: 'route',
      'transforms.route.type': `org.apache.kafka.connect.transforms.${type}`,
      ...Object.fromEntries(
        Object.entries(config).map(([key, value]) => [`transforms.route.${key}`, value]),
      ),
    });

    expect(patternsOf(file)).toEqual(expected.map((one) => ({ ...one, isStream: false })));
  });

  it('are both where a predicate decides', () => {
    const file = aivenSinkFile({
      transforms: 'route',
      'transforms.route.type': 'org.apache.kafka.connect.transforms.TimestampRouter',
      'transforms.route.predicate': 'sometimes',
      predicates: 'sometimes',
      'predicates.sometimes.type':
        'org.apache.kafka.connect.transforms.predicates.RecordIsTombstone',
    });

    expect(patternsOf(file).map(({ pattern }) => pattern)).toEqual(['phone-data', 'phone-data-*']);
  });
});

describe('connectless.retention.days', () => {
  const RETAINED = { 'connectless.retention.days': '30' };

  it('is for dated indices', () => {
    expect(errorsOf({ ...DAILY, ...RETAINED })).toEqual([]);
  });

  it('is refused where it would delete the one index that there is', () => {
    expect(errorsOf(kcql('INSERT INTO phones SELECT * FROM phone-data', RETAINED))).toMatchObject([
      { key: 'connectless.retention.days', found: 'the index phones' },
    ]);
  });

  it('is one for the same indices', () => {
    const { faults } = checkConnectors(
      aFolder({
        'a.json': { ...DAILY, ...RETAINED },
        'b.json': { ...DAILY, 'connectless.retention.days': '7' },
        'c.json': DAILY,
      }),
    );

    expect(faults.filter(({ severity }) => severity === 'error')).toMatchObject([
      { file: 'b.json', found: '7', expected: '30, as a.json says of the same indices phones_*' },
    ]);
  });
});

describe('connectless.index.template', () => {
  const check = (name: string, templates: Readonly<Record<string, string>>) =>
    checkConnectors({
      ...aFolder({ 'a.json': { ...DAILY, 'connectless.index.template': name } }),
      templates: new Map(Object.entries(templates)),
    }).faults.filter(({ severity }) => severity === 'error');

  it('is a JSON file beside the connectors', () => {
    expect(check('./templates/phones.json', { './templates/phones.json': '{}' })).toEqual([]);
  });

  it.each([
    ['./phones.json', {}, 'a JSON file in a folder'],
    ['/etc/phones.json', {}, 'a JSON file in a folder'],
    ['./templates/../../phones.json', {}, 'a JSON file in a folder'],
    ['./templates/phones.json', {}, 'a file that is there'],
    ['./templates/phones.json', { './templates/phones.json': '[]' }, 'a JSON object'],
    ['./templates/phones.json', { './templates/phones.json': '{' }, 'a JSON object'],
  ])('is refused otherwise: %s %j', (name, templates, expected) => {
    expect(check(name, templates)).toMatchObject([
      { key: 'connectless.index.template', expected: expect.stringContaining(expected) },
    ]);
  });
});
