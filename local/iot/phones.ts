import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MqttClient } from 'mqtt';

type PhonesOptions = {
  readonly client: MqttClient;
  readonly filters: readonly string[];
  readonly devices: number;
  /** Messages a second of all phones together; 0 is as fast as it goes. */
  readonly rate: number;
  /** Messages in all; endless where it is left out. */
  readonly messages?: number;
  readonly onPublish: (topic: string, payload: Buffer) => void;
  readonly signal: AbortSignal;
};

/** Messages on their way to the broker at once, when they go as fast as they can. */
const IN_FLIGHT = 100;

/** Publishes what phones would, QoS 1, each phone in turn; resolves when all are acknowledged. */
export const runPhones = async (options: PhonesOptions): Promise<void> => {
  const { client, rate, signal } = options;
  const inFlight = new Set<Promise<unknown>>();
  const start = performance.now();
  let count = 0;
  for (const { topic, payload } of messagesOf(options)) {
    if (rate > 0) await until(start + (count++ * 1000) / rate, signal);
    if (inFlight.size >= IN_FLIGHT) await Promise.race(inFlight);
    if (signal.aborted) break;
    options.onPublish(topic, payload);
    const published = client.publishAsync(topic, payload, { qos: 1 });
    inFlight.add(published);
    published.finally(() => inFlight.delete(published)).catch(() => undefined);
  }
  await Promise.all(inFlight);
};

/** Each phone reports in turn, to each filter in turn. */
const messagesOf = function* ({
  filters,
  devices,
  messages = Number.POSITIVE_INFINITY,
}: PhonesOptions) {
  const phones = Array.from({ length: devices }, (_, i) => createPhone(`phone-${i + 1}`));
  for (let count = 0; count < messages; count++) {
    const phone = phones[count % devices];
    const filter = filters[count % filters.length];
    if (phone === undefined || filter === undefined) return;
    const payload = Buffer.from(JSON.stringify(phone.report()));
    yield { topic: topicFor(filter, phone.id), payload };
  }
};

/** A phone puts its id where the filter leaves room. */
export const topicFor = (filter: string, id: string): string =>
  filter
    .split('/')
    .map((level) => (level === '+' || level === '#' ? id : level))
    .join('/');

const until = async (time: number, signal: AbortSignal): Promise<void> => {
  const wait = time - performance.now();
  if (wait > 0) await sleep(wait, undefined, { signal }).catch(() => undefined);
};

type Phone = { readonly id: string; report(): unknown };

/** A phone that walks about, and whose battery runs down. */
const createPhone = (id: string): Phone => {
  let latitude = 52.5 + Math.random() / 10;
  let longitude = 13.4 + Math.random() / 10;
  let level = 60 + Math.floor(Math.random() * 40);
  let sequence = 0;
  return {
    id,
    report() {
      latitude += (Math.random() - 0.5) / 1000;
      longitude += (Math.random() - 0.5) / 1000;
      if (sequence % 50 === 49) level = level > 5 ? level - 1 : 100;
      return {
        messageId: randomUUID(),
        deviceId: id,
        sequence: ++sequence,
        sentAt: new Date().toISOString(),
        position: {
          latitude: round(latitude, 6),
          longitude: round(longitude, 6),
          accuracy: round(3 + Math.random() * 20, 1),
        },
        battery: { level, charging: false },
        signal: { network: 'LTE', dbm: -70 - Math.floor(Math.random() * 40) },
        app: { version: '2.4.1', platform: 'android', sdk: 35 },
      };
    },
  };
};

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
