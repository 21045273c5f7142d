import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';

/** A request as it came to the proxy. */
export type ProxiedRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Decompressed, if it came with gzip. */
  readonly body: string;
};

type Answer = { readonly status: number; readonly type: string; readonly body: string };

type Exchange = {
  readonly request: ProxiedRequest;
  readonly response: ServerResponse;
  /** Has OpenSearch execute it, or that body instead. */
  readonly forward: (body?: string) => Promise<Answer>;
};

/** What happens to one request. */
export type Fault = (exchange: Exchange) => Promise<void> | void;

/** An HTTP proxy in front of OpenSearch that keeps what it received. */
export type FaultProxy = {
  readonly url: string;
  readonly requests: readonly ProxiedRequest[];
  [Symbol.asyncDispose](): Promise<void>;
};

/** Starts a proxy that asks `fault` about each request, numbered from 0; what it has no fault for passes. */
export const startFaultProxy = async (
  target: string,
  fault: (request: ProxiedRequest, number: number) => Fault | undefined,
): Promise<FaultProxy> => {
  const requests: ProxiedRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const { method = '', url: path = '', headers } = incoming;
    const isGzip = headers['content-encoding'] === 'gzip';
    const body = await text(isGzip ? incoming.pipe(createGunzip()) : incoming);
    const request = { method, path, headers, body };
    const chosen = fault(request, requests.push(request) - 1) ?? pass;
    await chosen({ request, response, forward: (body) => forward(target, request, body) });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const forward = async (
  target: string,
  { method, path, headers, body }: ProxiedRequest,
  other = body,
): Promise<Answer> => {
  const type = headers['content-type'] ?? 'application/json';
  const answer = await fetch(target + path, {
    method,
    headers: { 'content-type': type },
    ...(other && { body: other }),
  });
  return {
    status: answer.status,
    type: answer.headers.get('content-type') ?? '',
    body: await answer.text(),
  };
};

const reply = (response: ServerResponse, { status, type, body }: Answer): void => {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
};

const pass: Fault = async ({ response, forward }) => reply(response, await forward());

/** Answers by itself: JSON for an object, HTML for a text. */
export const answer =
  (
    status: number,
    body: object | string = {},
    headers: Readonly<Record<string, string>> = {},
  ): Fault =>
  ({ response }) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    reply(
      response,
      typeof body === 'string'
        ? { status, type: 'text/html', body }
        : { status, type: 'application/json', body: JSON.stringify(body) },
    );
  };

/** Changes the text that OpenSearch answers, once it has executed the request. */
export const alter =
  (change: (body: string) => string | Promise<string>): Fault =>
  async ({ response, forward }) => {
    const executed = await forward();
    reply(response, { ...executed, body: await change(executed.body) });
  };

/** Cuts the connection: before OpenSearch sees the request, after it, or within its answer. */
export const reset =
  (when: 'before' | 'after' | 'within'): Fault =>
  async ({ response, forward }) => {
    if (when !== 'before') await forward();
    if (when === 'within') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1_000 });
      await new Promise((resolve) => response.write('{"items":[', resolve));
    }
    response.destroy();
  };

/** Never answers. */
export const silence: Fault = () => {};

/** Executes, then answers with one byte at a time, so that no socket is ever silent for long. */
export const drip =
  (milliseconds: number): Fault =>
  async ({ response, forward }) => {
    const { body, type } = await forward();
    response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
    for (const character of body) {
      if (response.destroyed) return;
      response.write(character);
      await sleep(milliseconds);
    }
    response.end();
  };

/** Executes the operations but for those that `item` answers, by id. */
export const items =
  (item: (id: string) => object | undefined): Fault =>
  async ({ request, response, forward }) => {
    const operations = bulkOperations(request.body);
    const executed = operations.filter(({ id }) => item(id) === undefined);
    const body = executed.map(({ lines }) => lines).join('');
    const answers = executed.length === 0 ? [] : JSON.parse((await forward(body)).body).items;
    const merged = operations.map(({ name, id }) => {
      const own = item(id);
      return own ? { [name]: own } : answers.shift();
    });
    await answer(200, { items: merged })({ request, response, forward });
  };

/** The operations of a `_bulk` body, each with its lines. */
export const bulkOperations = (
  body: string,
): readonly { readonly name: string; readonly id: string; readonly lines: string }[] => {
  const lines = body.split('\n');
  const operations: { name: string; id: string; lines: string }[] = [];
  while (lines.length > 1) {
    const action = lines.shift() ?? '';
    for (const [name, { _id: id }] of Object.entries<{ _id: string }>(JSON.parse(action)))
      operations.push({
        name,
        id,
        lines: name === 'delete' ? `${action}\n` : `${action}\n${lines.shift()}\n`,
      });
  }
  return operations;
};
