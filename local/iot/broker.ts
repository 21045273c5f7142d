import { createServer } from 'node:net';
import { Aedes } from 'aedes';

/** A running MQTT broker. */
export type Broker = { readonly url: string; stop(): Promise<void> };

/** Starts the embedded broker on the loopback. */
export const startBroker = async (port: number): Promise<Broker> => {
  const aedes = await Aedes.createBroker();
  const server = createServer(aedes.handle);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `mqtt://127.0.0.1:${port}`,
    stop: async () => {
      await new Promise<void>((resolve) => aedes.close(resolve));
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
