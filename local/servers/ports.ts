import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { LocalRunError } from './local-run-error.ts';

/** A port that no other run takes until it is released or this process ends. */
export type ReservedPort = { readonly port: number; release(): void };

const HOST = '127.0.0.1';

/**
 * Reserves the usual port, or the next one that is free.
 *
 * The server binds it seconds later, when another run may be looking too. So the
 * TCP port is reserved by binding the UDP port of the same number: only one
 * process can, and the system gives it back however that process ends.
 */
export const reservePort = async (usual: number): Promise<ReservedPort> => {
  for (const port of portsFrom(usual)) {
    const lock = await lockPort(port);
    if (lock === undefined) continue;
    if (await isFree(port)) return { port, release: lock.close };
    lock.close();
  }
  throw new LocalRunError(
    `No port is free from ${usual} on: end what listens there, or name a server that runs already (MQTT_URL, KAFKA_BROKERS, OPENSEARCH_NODE)`,
  );
};

/** Reserves a port for a server, and says so where it is not the usual one. */
export const reservePortFor = async (
  server: string,
  usual: number,
  report: (text: string) => void = () => undefined,
): Promise<ReservedPort> => {
  const reserved = await reservePort(usual);
  if (reserved.port !== usual) report(`port ${usual} is taken, ${server} takes ${reserved.port}`);
  return reserved;
};

/**
 * The ports to try, in order. From 32768 on Linux hands ports to clients: one that
 * retries a dead server there sooner or later connects to itself and holds the port.
 */
export const portsFrom = (usual: number): readonly number[] =>
  Array.from({ length: 200 }, (_, index) => usual + index).filter((port) => port < 32_768);

const lockPort = async (port: number): Promise<{ readonly close: () => void } | undefined> => {
  const socket = createSocket('udp4').unref();
  let isOpen = true;
  const close = (): void => {
    if (isOpen) socket.close();
    isOpen = false;
  };
  try {
    socket.bind({ port, address: HOST, exclusive: true });
    await once(socket, 'listening');
    return { close };
  } catch {
    close();
    return undefined;
  }
};

/** Bindable, and nobody answers: on macOS one can bind beside a server that listens on all addresses. */
const isFree = async (port: number): Promise<boolean> =>
  (await canBind(port)) && !(await isAnswered(port));

const canBind = async (port: number): Promise<boolean> => {
  const server = createServer();
  try {
    server.listen(port, HOST);
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return true;
  } catch {
    return false;
  }
};

const isAnswered = async (port: number): Promise<boolean> => {
  const socket = connect(port, HOST);
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(1000) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
};
