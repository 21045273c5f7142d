import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { reservePort } from '../../local/servers/ports.ts';
import { moved, onFrame, toFrame } from './kafka-frames.ts';

/** The requests that a fault can be aimed at (Kafka protocol guide: "Api Keys"). */
export const API = {
  produce: 0,
  metadata: 3,
  findCoordinator: 10,
  saslHandshake: 17,
  saslAuthenticate: 36,
} as const;
type Api = (typeof API)[keyof typeof API];

/** How connections are treated from now on: as by Kafka, without a word, or with a reset. */
type Manner = 'forward' | 'silence' | 'reset';

/** Stands between a client and a real Kafka, which is only ever reached through it, and makes faults. */
export type KafkaProxy = {
  readonly address: string;
  /** Connections that were accepted so far. */
  connections(): number;
  /** Treats new connections in that manner. */
  greet(manner: Manner): void;
  /** Keeps the next requests of that kind from Kafka; the client gets no answer. */
  loseRequests(api: Api, count: number): void;
  /** Keeps the next answers of that kind from the client; Kafka has done what was asked. */
  loseAnswers(api: Api, count: number): void;
  /** Keeps each answer of that kind from the client for so many milliseconds. */
  delayAnswers(api: Api, delay: number): void;
  /** What is connected now hears nothing more, as after a broker's host is gone. */
  forget(): void;
  /** What is connected now is closed, as Kafka does with idle connections. */
  hangUp(how: 'FIN' | 'RST'): void;
  close(): Promise<void>;
};

type ProxyOptions = {
  /** `host:port` of Kafka's plaintext listener. */
  readonly target: string;
  readonly tls?: TlsOptions;
  /** Answers a request in Kafka's stead: the answer's body, or undefined to let Kafka answer. */
  readonly answer?: (api: number, body: Buffer) => Buffer | undefined;
};

type Link = {
  readonly client: Socket;
  readonly broker: Socket;
  /** What was asked for, by the number that its answer will have. */
  readonly asked: Map<number, number>;
  isForgotten: boolean;
};

const HOST = '127.0.0.1';

export const startKafkaProxy = async (options: ProxyOptions): Promise<KafkaProxy> => {
  const { target, tls, answer } = options;
  const [host = HOST, targetPort = ''] = target.split(':');
  const reserved = await reservePort(19_092);
  const links = new Set<Link>();
  const lost = { requests: new Map<number, number>(), answers: new Map<number, number>() };
  const delays = new Map<number, number>();
  let manner: Manner = 'forward';
  let accepted = 0;

  const ask = ({ client, broker, asked }: Link, frame: Buffer): void => {
    const api = frame.readInt16BE(4);
    const correlation = frame.readInt32BE(8);
    if (take(lost.requests, api)) return;
    const own = answer?.(api, frame.subarray(12));
    if (own !== undefined) {
      client.write(toFrame(correlation, own));
      return;
    }
    asked.set(correlation, api);
    broker.write(frame);
  };

  const reply = ({ client, asked }: Link, frame: Buffer): void => {
    const api = asked.get(frame.readInt32BE(4)) ?? -1;
    if (take(lost.answers, api)) return;
    const said = api === API.metadata ? moved(frame, host, Number(targetPort), port) : frame;
    const delay = delays.get(api);
    if (delay === undefined) client.write(said);
    else setTimeout(() => client.write(said), delay);
  };

  const forward = (client: Socket): void => {
    const broker = connect(Number(targetPort), host);
    const link: Link = { client, broker, asked: new Map(), isForgotten: manner === 'silence' };
    links.add(link);
    const unlessForgotten =
      (pass: (link: Link, frame: Buffer) => void) =>
      (frame: Buffer): void => {
        if (!link.isForgotten) pass(link, frame);
      };
    onFrame(client, unlessForgotten(ask));
    onFrame(broker, unlessForgotten(reply));
    client.on('close', () => broker.destroy()).on('error', () => undefined);
    broker.on('close', () => unlink(link)).on('error', () => undefined);
  };

  const unlink = (link: Link): void => {
    links.delete(link);
    if (!link.isForgotten) link.client.end();
  };

  const accept = (client: Socket): void => {
    accepted += 1;
    if (manner === 'reset') client.on('error', () => undefined).resetAndDestroy();
    else forward(client);
  };

  const server: Server = tls === undefined ? createServer(accept) : createTlsServer(tls, accept);
  server.listen(reserved.port, HOST);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    address: `${HOST}:${port}`,
    connections: () => accepted,
    greet: (next) => {
      manner = next;
    },
    loseRequests: (api, count) => lost.requests.set(api, count),
    loseAnswers: (api, count) => lost.answers.set(api, count),
    delayAnswers: (api, delay) => delays.set(api, delay),
    forget: () => {
      for (const link of links) link.isForgotten = true;
    },
    hangUp: (how) => {
      for (const { client } of links) how === 'RST' ? client.resetAndDestroy() : client.end();
    },
    close: async () => {
      for (const { client, broker } of links) {
        client.destroy();
        broker.destroy();
      }
      server.close();
      await once(server, 'close');
      reserved.release();
    },
  };
};

const take = (counts: Map<number, number>, api: number): boolean => {
  const left = counts.get(api) ?? 0;
  counts.set(api, Math.max(0, left - 1));
  return left > 0;
};
