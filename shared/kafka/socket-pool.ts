import { connect as connectPlain, isIP, Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory, ISocketFactoryArgs } from 'kafkajs';

/** A socket factory for one Kafka client, and the way to end all its sockets at once. */
export type SocketPool = {
  readonly socketFactory: ISocketFactory;
  /** Whether one of its sockets has closed, whoever closed it: then it makes no others, unless it may. */
  isBroken(): boolean;
  /** Destroys every socket, and makes no others, so that an abandoned send cannot reconnect. */
  drop(): void;
};

type SocketPoolOptions = {
  /** Whether it makes others after one has closed: for a client whose requests may be sent twice. */
  readonly mayReconnect?: boolean;
};

const KEEP_ALIVE_DELAY = 60_000;

/**
 * kafkajs keeps a socket whose request timed out, and its `disconnect()` waits for answers that may
 * never come; after a failure it connects again before it says so. So a client that writes lives as long as
 * all of its sockets, and one that failed is dropped with its sockets, from outside. They end with an error,
 * since kafkajs listens to 'error' and not to 'close'.
 */
export const createSocketPool = ({ mayReconnect = false }: SocketPoolOptions = {}): SocketPool => {
  const sockets = new Set<Socket>();
  let isBroken = false;
  let isDropped = false;
  const breakUp = () => {
    isBroken = true;
  };
  return {
    socketFactory: (target) => {
      if (isDropped || (isBroken && !mayReconnect)) return new Socket().destroy(wasDropped());
      const socket = connect(target);
      sockets.add(socket);
      // kafkajs hears of it later than we do, and connects again as soon as it hears of it.
      for (const end of ['end', 'error', 'close']) socket.once(end, breakUp);
      socket.once('close', () => sockets.delete(socket));
      return socket;
    },
    isBroken: () => isBroken,
    drop() {
      isBroken = true;
      isDropped = true;
      for (const socket of sockets) socket.destroy(wasDropped());
    },
  };
};

const wasDropped = (): Error => new Error('this Kafka client was dropped');

/** As kafkajs' own factory, but a request's last segment is not held back until the broker has acknowledged the ones before (Nagle). */
const connect = ({ host, port, ssl, onConnect }: ISocketFactoryArgs): Socket => {
  const socket = ssl
    ? connectTls({ host, port, ...(isIP(host) ? {} : { servername: host }), ...ssl }, onConnect)
    : connectPlain({ host, port }, onConnect);
  return socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_DELAY);
};
