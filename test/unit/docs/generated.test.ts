import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { jsonSchema } from '../../../docs/reference/json-schema.ts';
import { generatedPages } from '../../../docs/reference/pages.ts';
import { DIALECTS } from '../../../shared/config/dialects.ts';
import {
  aivenSinkFile,
  checkFile,
  confluentSinkFile,
  sinkFile,
  sourceFile,
} from '../../support/connectors.ts';

describe('the generated pages', () => {
  it.each([...generatedPages()])('%s is what the tables say (npm run docs)', (path, text) => {
    expect(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')).toBe(text);
  });
});

const schemaOf = (id: string) => {
  const dialect = DIALECTS.find((one) => one.id === id);
  if (!dialect) throw new Error(`no dialect ${id}`);
  return new Ajv({ allowUnionTypes: true, allowMatchingProperties: true }).compile(
    jsonSchema(dialect),
  );
};

describe('the schemas', () => {
  it.each([
    { id: 'lenses-mqtt', file: sourceFile() },
    { id: 'lenses-mqtt', file: sourceFile({ 'connect.mqtt.clean': 'TRUE', 'tasks.max': 1 }) },
    {
      id: 'lenses-mqtt',
      file: {
        'connector.class':
          'com.datamountaineer.streamreactor.connect.mqtt.source.MqttSourceConnector',
        'connect.mqtt.source.kcql': 'INSERT INTO a SELECT * FROM b',
      },
    },
    { id: 'lenses-elasticsearch', file: { name: 'a', config: sinkFile() } },
    { id: 'lenses-elasticsearch', file: sinkFile({ 'connect.elastic.error.policy': 'throw' }) },
    { id: 'confluent-elasticsearch', file: confluentSinkFile({ 'write.method': 'INSERT' }) },
    { id: 'aiven-opensearch', file: aivenSinkFile({ 'consumer.override.fetch.min.bytes': 1 }) },
  ])('take what validation takes: $file', ({ id, file }) => {
    const validate = schemaOf(id);

    expect(validate(file)).toBe(true);
    expect(checkFile(file).connectors).toHaveLength(1);
  });

  it.each([
    { id: 'lenses-mqtt', file: { 'connector.class': 'MqttSourceConnector' } },
    { id: 'lenses-mqtt', file: sourceFile({ 'connector.class': 'x' }) },
    { id: 'lenses-mqtt', file: sourceFile({ 'errors.tolerance': 'some' }) },
    { id: 'lenses-mqtt', file: sourceFile({ 'topic.creation.groups': 'a' }) },
    { id: 'lenses-elasticsearch', file: { config: sinkFile({ 'connect.elastic.port': 'x' }) } },
    { id: 'lenses-elasticsearch', file: sinkFile({ topics: ['a'] }) },
    { id: 'aiven-opensearch', file: aivenSinkFile({ 'aws.service.signing.name': 'aoss' }) },
  ])('refuse what validation refuses: $file', ({ id, file }) => {
    const validate = schemaOf(id);

    expect(validate(file)).toBe(false);
    expect(checkFile(file).connectors).toHaveLength(0);
  });
});
