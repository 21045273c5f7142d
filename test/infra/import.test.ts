import { describe, expect, it } from 'vitest';
import { runCommand } from '../support/command-line.ts';
import { packageService } from '../support/package-service.ts';
import { SEED_FOLDER } from '../support/seed-files.ts';
import { ofType, resolve } from '../support/template.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('the files of a Landoop user', () => {
  it('become a package by way of import, without editing', async () => {
    await using folder = await temporaryFolder();
    const connectorsDir = `${folder.path}/connectors`;
    const { exitCode } = await runCommand(['import', SEED_FOLDER, '--target', connectorsDir]);

    const { template, functions } = await packageService({ connectorsDir, into: folder.path });

    expect(exitCode).toBe(0);
    const [rule] = Object.values(ofType(template, 'AWS::IoT::TopicRule'));
    expect(rule?.Properties['TopicRulePayload']).toMatchObject({
      Sql: expect.stringMatching(/ FROM 'phone\/data'$/),
    });
    const [mapping] = Object.values(ofType(template, 'AWS::Lambda::EventSourceMapping'));
    expect(resolve(mapping?.Properties)).toMatchObject({
      Topics: ['phone-data'],
      AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'connect-kafka-to-elasticsearch' },
    });
    expect([...(functions['mqttSourceConnector']?.files ?? [])]).toEqual(
      expect.arrayContaining([
        'connectors/mqtt-source-connector.json',
        'connectors/connect-distributed.properties',
      ]),
    );
    expect([...(functions['kafkaToElasticsearch']?.files ?? [])]).toContain(
      'connectors/kafka-to-elasticsearch.json',
    );
  });
});
