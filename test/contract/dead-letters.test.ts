import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DataError } from '../../shared/connect/errors.ts';
import { letterForms } from '../../shared/dead-letters/letter.ts';
import { rawRecord } from '../../shared/source/source-record.ts';
import { runCommand } from '../support/command-line.ts';
import { aSinkConnector, aSourceConnector, sinkFile, sourceFile } from '../support/connectors.ts';
import { createTopic, headerText, readTopic } from '../support/kafka-topics.ts';
import { producerAt } from '../support/produced.ts';
import { APRIL_24, anMqttMessage, aSinkRecord } from '../support/records.ts';
import { sharedKafka } from '../support/shared-servers.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Ports that no broker has. */
const NOBODY = '127.0.0.1:1';
const AWAY = '127.0.0.1:2';

let kafka: string;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  [kafka, folder] = await Promise.all([sharedKafka(), temporaryFolder()]);
});
afterAll(async () => {
  await folder?.[Symbol.asyncDispose]();
});

let target: string;
let letters: string;
beforeEach(async () => {
  const id = randomUUID();
  target = `phones-${id}`;
  letters = `letters-${id}`;
  await Promise.all([createTopic(kafka, target), createTopic(kafka, letters)]);
  const errors = { 'errors.tolerance': 'all', 'errors.deadletterqueue.topic.name': letters };
  const files = {
    'source.json': sourceFile({
      name: 'mqtt-source',
      'connect.mqtt.kcql': `INSERT INTO ${target} SELECT * FROM phone/data`,
      ...errors,
    }),
    'sink.json': sinkFile({
      name: 'opensearch-sink',
      topics: target,
      'connect.elastic.kcql': `INSERT INTO phones SELECT * FROM ${target}`,
      ...errors,
    }),
  };
  for (const [name, file] of Object.entries(files))
    await writeFile(join(folder.path, name), JSON.stringify(file));
});

const deadLetters = (...args: readonly string[]) =>
  runCommand(['dead-letters', ...args], {
    env: { CONNECTORS_DIR: folder.path, KAFKA_BROKERS: kafka },
  });

const replay = async (...args: readonly string[]) => {
  const run = await deadLetters('replay', '--json', ...args);
  return { ...run, account: JSON.parse(run.stdout) };
};

const producer = () => producerAt([kafka]);

/** Writes a letter for each sink record, as the sink does. */
const keepSinkLetters = async (
  offsets: readonly number[],
  stage: DataError['stage'] = 'TASK_PUT',
  contextHeaders = true,
): Promise<void> => {
  const { errors } = aSinkConnector();
  const written = offsets.map((offset) => {
    const record = aSinkRecord({
      topic: target,
      offset,
      key: Buffer.from(`k-${offset}`),
      value: Buffer.from(`{"i":${offset}}`),
      timestamp: APRIL_24 + offset,
    });
    const error = new DataError(stage, 'OpenSearch', `refused: "${offset}"`);
    const own = { ...errors, deadLetterTopic: letters, contextHeaders };
    return letterForms({ record, error }, own, Date.now())[0];
  });
  await producer().send(written, AbortSignal.timeout(20_000));
};

const keepSourceLetter = async (id: string): Promise<void> => {
  const { errors } = aSourceConnector();
  const message = anMqttMessage({
    id,
    clientId: 'phone-1',
    payload: Buffer.from(`{"id":"${id}"}`),
  });
  const record = rawRecord({ filter: 'phone/data', target }, message);
  const headers = [...record.headers, { key: 'mqtt-filter', value: Buffer.from('phone/data') }];
  const error = new DataError('KAFKA_PRODUCE', 'kafkajs', 'Kafka answered MESSAGE_TOO_LARGE');
  const own = { ...errors, deadLetterTopic: letters };
  const [letter] = letterForms({ record: { ...record, headers }, error }, own, Date.now());
  await producer().send([letter], AbortSignal.timeout(20_000));
};

const values = async (topic = target) =>
  (await readTopic(kafka, topic)).map(({ value }) => value?.toString());

describe('connectless dead-letters', () => {
  it('counts records by cause, further letters of one record with it, and shows no content', async () => {
    await keepSinkLetters([1, 2, 2, 3]);
    await keepSinkLetters([4], 'VALUE_CONVERTER');
    await keepSourceLetter('m-1');

    const asText = await deadLetters('list');
    const { exitCode, stdout } = await deadLetters('list', '--json');

    expect(asText.stderr).toBe('');
    expect([asText.exitCode, exitCode]).toEqual([0, 0]);
    expect(JSON.parse(stdout)).toMatchObject([
      {
        connector: 'opensearch-sink',
        stage: 'TASK_PUT',
        cause: 'refused: ‘…’',
        topic: target,
        records: 3,
        letters: 4,
        replayed: 0,
        example: `${letters}-0@3`,
      },
      { connector: 'opensearch-sink', stage: 'VALUE_CONVERTER', records: 1 },
      { connector: 'mqtt-source', stage: 'KAFKA_PRODUCE', topic: target, records: 1 },
    ]);
    expect(asText.stdout).toContain(`3 records of ${target}, opensearch-sink, TASK_PUT`);
    expect(asText.stdout).not.toContain('"i"');
  });

  it('shows a letter, and what it holds only on request', async () => {
    await keepSinkLetters([7]);

    const shown = await deadLetters('show', `${letters}-0@0`);
    const whole = await deadLetters('show', `${letters}-0@0`, '--value');
    const missing = await deadLetters('show', `${letters}-0@1`);

    expect(shown.stdout).toMatch(new RegExp(`record +${target}-0@7\n`));
    expect(shown.stdout).toMatch(/value +7 bytes/);
    expect(shown.stdout).not.toContain('{"i":7}');
    expect(whole.stdout).toContain('value: {"i":7}');
    expect(whole.stdout).toContain('refused: "7"');
    expect(missing).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(`no letter ${letters}-0@1:`),
    });
  });

  it('writes a sink’s records back as they were, each once', async () => {
    await keepSinkLetters([1, 2, 2]);

    const { exitCode, account } = await replay();

    const records = await readTopic(kafka, target);
    expect([exitCode, account.acknowledged, account.copies]).toEqual([0, 2, 1]);
    expect(records).toEqual(
      [1, 2].map((offset) => ({
        topic: target,
        key: Buffer.from(`k-${offset}`),
        value: Buffer.from(`{"i":${offset}}`),
        timestamp: APRIL_24 + offset,
        headers: [{ key: 'message-id', value: Buffer.from('m-1') }],
      })),
    );
  });

  it('gives a source’s message to its connector again, with its id and time', async () => {
    await keepSourceLetter('m-9');

    const { exitCode } = await replay();

    const [record, ...others] = await readTopic(kafka, target);
    expect([exitCode, others]).toEqual([0, []]);
    expect(record).toMatchObject({ timestamp: APRIL_24, value: Buffer.from('{"id":"m-9"}') });
    expect(record && headerText(record, 'message-id')).toBe('m-9');
    expect(record && headerText(record, 'mqtt-filter')).toBeUndefined();
  });

  it('repeats nothing, also after a run that was choosy, unless it is told to', async () => {
    await keepSinkLetters([1, 2]);
    await keepSinkLetters([3], 'VALUE_CONVERTER');
    await keepSinkLetters([4]);

    await replay('--error-stage', 'VALUE_CONVERTER');
    const afterFirst = await values();
    const second = await replay();
    const third = await replay();
    const listed = await deadLetters('list', '--json');
    await replay('--again', '--limit', '1');

    expect(afterFirst).toEqual(['{"i":3}']);
    expect(second.account).toMatchObject({ acknowledged: 3, already: 1 });
    expect(third.account).toMatchObject({ chosen: 0, acknowledged: 0 });
    expect(JSON.parse(listed.stdout).map(({ replayed }: { replayed: number }) => replayed)).toEqual(
      [3, 1],
    );
    expect(await values()).toEqual(['{"i":3}', '{"i":1}', '{"i":2}', '{"i":4}', '{"i":1}']);
  });

  it('changes nothing in a dry run', async () => {
    await keepSinkLetters([1, 2]);

    const { exitCode, account } = await replay('--dry-run');
    const { account: next } = await replay();

    expect([exitCode, account.chosen]).toEqual([0, 2]);
    expect(next).toMatchObject({ chosen: 2, acknowledged: 2 });
  });

  it('asks for the topic of letters that do not say where they came from', async () => {
    await keepSinkLetters([1], 'TASK_PUT', false);

    const refused = await replay();
    const done = await replay('--topic', target);

    expect(refused.exitCode).toBe(1);
    expect(refused.account.reasons[0].reason).toContain('--topic names it');
    expect(done.account).toMatchObject({ acknowledged: 1 });
    expect(await values()).toEqual(['{"i":1}']);
  });

  it('stops at Ctrl-C, and goes on from there', async () => {
    await keepSinkLetters(Array.from({ length: 300 }, (_, i) => i));
    const stop = new AbortController();
    const stopped = runCommand(['dead-letters', 'replay', '--json'], {
      env: { CONNECTORS_DIR: folder.path, KAFKA_BROKERS: kafka },
      signal: stop.signal,
      onLive: (text) => {
        if (text.includes('replayed 120')) stop.abort();
      },
    });

    const first = await stopped;
    const second = await replay();

    expect(first.exitCode).toBe(130);
    const { acknowledged } = JSON.parse(first.stdout);
    expect(acknowledged).toBeGreaterThanOrEqual(120);
    expect(acknowledged).toBeLessThan(300);
    expect(second.account.acknowledged).toBe(300 - acknowledged);
    expect(new Set(await values()).size).toBe(300);
    expect(await values()).toHaveLength(300);
  });

  it('says of a topic that is not there that nothing is lost', async () => {
    const { exitCode, stdout, stderr } = await deadLetters('list', 'nowhere');

    expect([exitCode, stdout]).toEqual([0, 'no letters\n']);
    expect(stderr).toContain('no topic nowhere');
  });

  it.each([
    { env: { KAFKA_BROKERS: AWAY }, args: ['list', '--brokers', NOBODY], by: '--brokers' },
    { env: { KAFKA_BROKERS: NOBODY }, args: ['show', 'letters-0@1'], by: 'KAFKA_BROKERS' },
    { env: {}, args: ['replay'], by: 'bootstrap.servers' },
  ])('says where it connects to, and whom $by means if nobody answers', async (one) => {
    const live: string[] = [];
    await using files = await temporaryFolder();
    await writeFile(
      join(files.path, 'sink.json'),
      JSON.stringify(sinkFile({ 'errors.tolerance': 'all' })),
    );
    await writeFile(
      join(files.path, 'connect-distributed.properties'),
      `bootstrap.servers=${NOBODY}`,
    );

    const { exitCode, stdout, stderr } = await runCommand(['dead-letters', ...one.args], {
      env: { CONNECTORS_DIR: files.path, ...one.env },
      onLive: (text) => live.push(text),
    });

    expect([exitCode, stdout]).toEqual([1, '']);
    expect(live).toEqual([`connecting to ${NOBODY} …`]);
    expect(stderr).toContain(`Kafka at ${NOBODY} (${one.by}): Connection error: `);
    expect(stderr).toContain('--brokers, KAFKA_BROKERS or bootstrap.servers say which they are');
  });
});
