import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../support/command-line.ts';
import { readTopic } from '../support/kafka-topics.ts';
import { startLocalRun } from '../support/local-run.ts';
import { allSources } from '../support/opensearch-documents.ts';
import { SEED_FOLDER } from '../support/seed-files.ts';
import { sharedKafka, sharedOpenSearch } from '../support/shared-servers.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = await temporaryFolder();
let kafka: string;
let opensearch: string;

beforeAll(async () => {
  [kafka, opensearch] = await Promise.all([sharedKafka(), sharedOpenSearch()]);
});
afterAll(() => folder[Symbol.asyncDispose]());

/** `YYYY` of the seed's suffix is Java's week year: that of the week's Saturday, as weeks begin on Sunday. */
const weekDate = (time: Date): string => {
  const saturday = new Date(time);
  saturday.setUTCDate(time.getUTCDate() + 6 - time.getUTCDay());
  return `${saturday.getUTCFullYear()}${time.toISOString().slice(4, 10)}`;
};

describe('the five files of a Landoop user', () => {
  it('run after import, unedited: 100 messages are 100 documents in the index of the suffix', async () => {
    const connectors = `${folder.path}/connectors`;
    const imported = await runCommand(['import', SEED_FOLDER, '--target', connectors]);
    const days = [weekDate(new Date())];

    const run = startLocalRun(['--messages', '100', '--rate', '0'], {
      CONNECTORS_DIR: connectors,
      KAFKA_BROKERS: kafka,
      OPENSEARCH_NODE: opensearch,
    });
    const code = await run.exited;

    days.push(weekDate(new Date()));
    const documents = await Promise.all(
      [...new Set(days)].map((day) => allSources(opensearch, `phone-data_${day}`)),
    );
    const records = await readTopic(kafka, 'phone-data');
    expect([imported.exitCode, code, run.lines.at(-1)]).toEqual([
      0,
      0,
      'published 100, produced 100, indexed 100, errant 0',
    ]);
    expect(documents.reduce((sum, { size }) => sum + size, 0)).toBe(100);
    expect(records).toHaveLength(100);
    for (const { key } of records) expect(`${key}`).toMatch(/^Struct\{topic=phone\/data,id=.+\}$/);
  });
});
