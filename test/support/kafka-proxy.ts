import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { reservePort } from '../../local/servers/ports.ts';

/** The requests that a fault can be aimed at (Kafka protocol guide: "Api Keys"). */
export const API = { produce: 0, metadata: 3, saslHandshake: 17, saslAuthenticate: 36 } as const;
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

type Link = { readonly client: Socket; readonly broker: Socket; isForgotten: boolean };

const HOST = '127.0.0.1';

export const startKafkaProxy = async (options: ProxyOptions): Promise<KafkaProxy> => {
  const { target, tls, answer } = options;
  const [host = HOST, targetPort = ''] = target.split(':');
  const reserved = await reservePort(19_092);
  const links = new Set<Link>();
  const lost = { requests: new Map<number, number>(), answers: new Map<number, number>() };
  let manner: Manner = 'forward';
  let accepted = 0;

  const forward = (client: Socket): void => {
    const broker = connect(Number(targetPort), host);
    const link: Link = { client, broker, isForgotten: manner === 'silence' };
    links.add(link);
    const asked = new Map<number, number>();
    onFrame(client, (frame) => {
      if (link.isForgotten) return;
      const api = frame.readInt16BE(4);
      const correlation = frame.readInt32BE(8);
      if (take(lost.requests, api)) return;
      const own = answer?.(api, frame.subarray(12));
      if (own !== undefined) client.write(toFrame(correlation, own));
      else {
        asked.set(correlation, api);
        broker.write(frame);
      }
    });
    onFrame(broker, (frame) => {
      if (link.isForgotten) return;
      const api = asked.get(frame.readInt32BE(4)) ?? -1;
      if (take(lost.answers, api)) return;
      client.write(api === API.metadata ? moved(frame, host, Number(targetPort), port) : frame);
    });
    client.on('close', () => broker.destroy()).on('error', () => undefined);
    broker
      .on('close', () => {
        links.delete(link);
        if (!link.isForgotten) client.end();
      })
      .on('error', () => undefined);
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

/** Calls with each whole frame, its length in front. */
const onFrame = (socket: Socket, call: (frame: Buffer) => void): void => {
  let pending = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk as Buffer]);
    while (pending.length >= 4 && pending.length >= 4 + pending.readInt32BE(0)) {
      const end = 4 + pending.readInt32BE(0);
      call(pending.subarray(0, end));
      pending = pending.subarray(end);
    }
  });
};

const toFrame = (correlation: number, body: Buffer): Buffer =>
  Buffer.concat([int32(4 + body.length), int32(correlation), body]);

/** Metadata that names the proxy where it named Kafka; both have ports of four bytes, so no length changes. */
const moved = (frame: Buffer, host: string, from: number, to: number): Buffer => {
  const name = Buffer.from(host);
  const found = Buffer.concat([name, int32(from)]);
  const at = frame.indexOf(found);
  return at < 0
    ? frame
    : Buffer.concat([frame.subarray(0, at), name, int32(to), frame.subarray(at + found.length)]);
};

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
