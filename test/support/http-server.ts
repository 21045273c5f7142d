import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came over the wire. */
type ReceivedRequest = {
  readonly method: string;
  readonly url: string;
  readonly contentType: string | undefined;
  readonly body: string;
};

/** A loopback HTTP server that keeps what it received and answers with each status in turn, the last again and again. */
export type HttpServer = {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  [Symbol.asyncDispose](): Promise<void>;
};

export const startHttpServer = async (...statuses: readonly number[]): Promise<HttpServer> => {
  const requests: ReceivedRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    response.statusCode = statuses[requests.length] ?? statuses.at(-1) ?? 200;
    requests.push({
      method: request.method ?? '',
      url: request.url ?? '',
      contentType: request.headers['content-type'],
      body: Buffer.concat(chunks).toString(),
    });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
