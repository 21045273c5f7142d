import { describe, expect, it } from 'vitest';
import { checkConnectors } from '../../../shared/config/check-connectors.ts';
import { DIALECTS, keysOf } from '../../../shared/config/dialects.ts';
import { nearKey } from '../../../shared/config/near-key.ts';
import { faultLine } from '../../../shared/connect/errors.ts';
import { aFolder, errorsOf, sinkFile, sourceFile, warningsOf } from '../../support/connectors.ts';

const TOLERANT = { 'errors.tolerance': 'all', 'errors.deadletterqueue.topic.name': 'dlq' };

describe('a misspelt key', () => {
  it.each([
    ['connect.mqtt.kqcl', 'connect.mqtt.kcql'],
    ['errors.tolerence', 'errors.tolerance'],
    ['Errors.Tolerance', 'errors.tolerance'],
    ['conector.class', 'connector.class'],
    ['task.max', 'tasks.max'],
    ['value.convertor', 'value.converter'],
    ['transfroms.day.type', 'transforms.day.type'],
    ['producer.overide.acks', 'producer.override.acks'],
    ['connectles.memory.mb', 'connectless.memory.mb'],
  ])('%s is %s', (key, suggestion) => {
    const known = DIALECTS.filter(({ kind }) => kind === 'source').flatMap((dialect) =>
      Object.keys(keysOf(dialect)),
    );

    expect(nearKey(key, known)).toBe(suggestion);
  });

  it('is an error with the suggestion', () => {
    expect(errorsOf(sourceFile({ 'connect.mqtt.kqcl': 'x' }))).toEqual([
      {
        file: 'a.json',
        key: 'connect.mqtt.kqcl',
        line: 4,
        severity: 'error',
        expected: 'a known key',
        suggestion: 'connect.mqtt.kcql',
      },
    ]);
  });

  it.each([
    {
      what: 'leaves out no key that has a warning',
      file: sourceFile({ 'errors.tolerence': 'all', 'errors.deadletterqueue.topic.name': 'dlq' }),
      told: ['errors.tolerence: expected a known key; write errors.tolerance'],
    },
    {
      what: 'leaves out no key that is required',
      file: sinkFile({ topics: undefined, topisc: 'phone-data', ...TOLERANT }),
      told: ['topisc: expected a known key; write topics'],
    },
    {
      what: 'has its value read as well',
      file: sourceFile({ ...TOLERANT, 'task.max': 'one' }),
      told: [
        'task.max: expected a known key; write tasks.max',
        'task.max: found one, expected a whole number from 1 to 2147483647',
      ],
    },
    {
      what: 'has no say beside the right one',
      file: sourceFile({ ...TOLERANT, 'errors.tolerence': 'none' }),
      told: ['errors.tolerence: expected a known key; write errors.tolerance'],
    },
    {
      what: 'is read in the worker’s file, too',
      file: sourceFile(TOLERANT),
      worker: 'value.convertor=nowhere.Converter',
      told: [
        'value.convertor: expected a known key; write value.converter',
        expect.stringMatching(/^value\.convertor: found nowhere\.Converter, expected one of /),
      ],
    },
  ])('$what', ({ file, worker, told }) => {
    const { faults } = checkConnectors(aFolder({ 'a.json': file }, worker));

    expect(faults.map((fault) => faultLine(fault).replace(/^[^ ]+ /, ''))).toEqual(told);
  });

  it.each(['camel.idempotency.enabled', 'x', 'connect.mongo.connection'])(
    'is a warning where nothing is near: %s, and an error where all is strict',
    (key) => {
      const file = sinkFile({ [key]: 'secret' });
      const fault = {
        file: 'a.json',
        key,
        line: 5,
        expected: 'a known key; this one has no effect',
      };

      expect(warningsOf(file)).toContainEqual({ ...fault, severity: 'warning' });
      expect(errorsOf(file, '', { strict: true })).toContainEqual({ ...fault, severity: 'error' });
    },
  );

  it('is found in a converter’s and a transform’s configuration', () => {
    const file = sinkFile({
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'value.converter.schema.enable': 'false',
      transforms: 'route',
      'transforms.route.type': 'org.apache.kafka.connect.transforms.RegexRouter',
      'transforms.route.regex': '.*',
      'transforms.route.replacement': 'x',
      'transforms.route.replacment': 'x',
    });

    expect(errorsOf(file).map(({ key, suggestion }) => [key, suggestion])).toEqual([
      ['value.converter.schema.enable', 'value.converter.schemas.enable'],
      ['transforms.route.replacment', 'transforms.route.replacement'],
    ]);
  });

  it('is found under a pattern, where a key of its own stands beside that', () => {
    const misspelt = 'topic.creation.default.partition';

    expect(
      errorsOf(sourceFile({ [misspelt]: 3, 'topic.creation.default.retention.ms': 1 })),
    ).toEqual([expect.objectContaining({ key: misspelt, suggestion: `${misspelt}s` })]);
  });

  it('is found in a class', () => {
    const near = (name: string) => errorsOf(sourceFile({ 'connector.class': name }))[0]?.suggestion;

    expect(near('io.lenses.streamreactor.connect.mqtt.source.MqttSourceConector')).toBe(
      'io.lenses.streamreactor.connect.mqtt.source.MqttSourceConnector',
    );
    expect(near('ElasticSearchSink')).toBe('ElasticsearchSink');
    expect(near('FileStreamSource')).toBeUndefined();
  });

  it('is found in the worker’s file', () => {
    expect(errorsOf(sourceFile(), 'bootstrap.server=a:1')).toEqual([
      expect.objectContaining({
        file: 'connect-distributed.properties',
        key: 'bootstrap.server',
        line: 1,
        suggestion: 'bootstrap.servers',
      }),
    ]);
  });
});
