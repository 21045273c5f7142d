import { type ChildProcess, spawn } from 'node:child_process';
import { on } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type KafkaProxy, startKafkaProxy } from '../support/kafka-proxy.ts';
import { createTopic, headerText, readTopic } from '../support/kafka-topics.ts';
import { anIotEvent } from '../support/records.ts';
import { sharedKafka } from '../support/shared-servers.ts';

const TOPIC = 'phone-data';
const SCRIPT = fileURLToPath(new URL('../support/function-process.ts', import.meta.url));
const HANDLER = fileURLToPath(new URL('../../handlers/mqtt-to-kafka.ts', import.meta.url));
const FREEZE = 15_000;
/** What a function has beyond the time for its send, to answer. */
const MARGIN = 1_000;

let kafka: string;
beforeAll(async () => {
  kafka = await sharedKafka();
  await createTopic(kafka, TOPIC);
});

/** The shipped source function in a process of its own, behind a proxy of its own. */
const startFunction = async () => {
  const proxy = await startKafkaProxy({ target: kafka });
  const child: ChildProcess = spawn(process.execPath, [SCRIPT, HANDLER], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // A line of metrics would be taken for an answer.
    env: {
      PATH: process.env['PATH'],
      KAFKA_BROKERS: proxy.address,
      POWERTOOLS_METRICS_DISABLED: 'true',
    },
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await proxy.close();
  });
  if (child.stdout === null) throw new Error('a child has an output');
  const lines = on(createInterface({ input: child.stdout }), 'line');
  const next = async (): Promise<string> => String((await lines.next()).value?.[0]);
  await next();
  return {
    proxy,
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
    invoke: async (id: string, time: number): Promise<string> => {
      const event = anIotEvent({ id });
      child.stdin?.write(`${JSON.stringify({ event, time: time + MARGIN })}\n`);
      return next();
    },
  };
};

const MEANWHILE: readonly { what: string; happen: (proxy: KafkaProxy) => void }[] = [
  { what: 'nothing', happen: () => undefined },
  { what: 'closed', happen: (proxy) => proxy.hangUp('FIN') },
  { what: 'reset', happen: (proxy) => proxy.hangUp('RST') },
  { what: 'forgotten', happen: (proxy) => proxy.forget() },
];

describe('a function that was frozen for 15 s', () => {
  it('writes its next message within 3 s, whatever became of its sockets', async () => {
    const functions = await Promise.all(
      MEANWHILE.map(async (fault) => ({ ...fault, ...(await startFunction()) })),
    );
    const invokeAll = (when: string, time: number) =>
      Promise.all(
        functions.map(async ({ what, invoke }) => [what, await invoke(`${what} ${when}`, time)]),
      );

    const before = await invokeAll('before', 20_000);
    for (const { freeze, proxy, happen } of functions) {
      freeze();
      happen(proxy);
    }
    await sleep(FREEZE);
    for (const { thaw } of functions) thaw();
    const after = await invokeAll('after', 3_000);

    const resolved = MEANWHILE.map(({ what }) => [what, 'resolved']);
    expect(before).toEqual(resolved);
    expect(after).toEqual(resolved);
    const ids = (await readTopic(kafka, TOPIC)).map((record) => headerText(record, 'message-id'));
    expect(new Set(ids)).toEqual(
      new Set(MEANWHILE.flatMap(({ what }) => [`${what} before`, `${what} after`])),
    );
  });
});
