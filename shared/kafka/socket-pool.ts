import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';

/** A socket factory for one Kafka client, and the way to end all its sockets at once. */
export type SocketPool = {
  readonly socketFactory: ISocketFactory;
  /** Destroys every socket; the factory refuses from then on, so that an abandoned send cannot reconnect. */
  drop(): void;
};

const KEEP_ALIVE_DELAY = 60_000;

/**
 * kafkajs keeps a socket whose request timed out, and its `disconnect()` waits for answers that may
 * never come. A client that failed is therefore dropped with its sockets, from outside.
 */
export const createSocketPool = (): SocketPool => {
  const sockets = new Set<Socket>();
  let dropped = false;
  return {
    socketFactory: ({ host, port, ssl, onConnect }) => {
      const socket = ssl
        ? connectTls({ host, port, ...(isIP(host) ? {} : { servername: host }), ...ssl }, onConnect)
        : connectPlain({ host, port }, onConnect);
      socket.setKeepAlive(true, KEEP_ALIVE_DELAY);
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      if (dropped) socket.destroy(new Error('this Kafka client was dropped'));
      return socket;
    },
    drop() {
      dropped = true;
      for (const socket of sockets) socket.destroy(new Error('this Kafka client was dropped'));
    },
  };
};
