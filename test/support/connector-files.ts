import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

type Properties = Readonly<Record<string, string>>;

/** A source connector's file; `overrides` replace or add keys. */
export const aSourceFile = (name: string, kcql: string, overrides: Properties = {}): string =>
  JSON.stringify({
    name,
    config: {
      'connector.class': 'io.lenses.streamreactor.connect.mqtt.source.MqttSourceConnector',
      'connect.mqtt.hosts': 'tcp://localhost:1883',
      'connect.mqtt.kcql': kcql,
      'errors.tolerance': 'all',
      ...overrides,
    },
  });

/** A sink connector's file; `overrides` replace or add keys. */
export const aSinkFile = (
  name: string,
  topics: readonly string[],
  overrides: Properties = {},
): string =>
  JSON.stringify({
    name,
    config: {
      'connector.class': 'io.lenses.streamreactor.connect.elastic7.ElasticSinkConnector',
      topics: topics.join(','),
      'connect.elastic.hosts': 'localhost',
      'connect.elastic.kcql': topics
        .map((topic) => `INSERT INTO ${topic} SELECT * FROM ${topic} PK _header.message-id`)
        .join(';'),
      'errors.tolerance': 'all',
      ...overrides,
    },
  });

/** Writes files by their names into a folder that exists. */
export const writeFiles = async (
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<void> => {
  await Promise.all(
    Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)),
  );
};
