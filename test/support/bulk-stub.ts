import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { bulkOperations } from './fault-proxy.ts';

/** An HTTP server that calls every operation of a `_bulk` request written, and keeps nothing. */
export const startBulkStub = async (): Promise<AsyncDisposable & { readonly url: string }> => {
  const server = createServer(async (request, response) => {
    const items = bulkOperations(await text(request)).map(({ name }) => ({
      [name]: { status: 201 },
    }));
    const body = JSON.stringify({ items });
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
