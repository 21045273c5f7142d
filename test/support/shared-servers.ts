/**
 * Servers that the files of a suite share: each starts when the first file asks for it, and stops when the
 * suite ends. They run in vitest's own process, since a file's process ends with the file.
 */
import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import type { Server } from '../../local/servers/server.ts';
import { startTestKafka, startTestOpenSearch, type TestServer } from './servers.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    sharedServers: string;
  }
}

/** Address of a Kafka that others write to, too: topics need names of their own. */
export const sharedKafka = (): Promise<string> => address('kafka');

/** URL of an OpenSearch of a version that others write to, too: indices need names of their own. */
export const sharedOpenSearch = (version = ''): Promise<string> => address(`opensearch/${version}`);

const address = async (name: string): Promise<string> => {
  const answer = await fetch(`${inject('sharedServers')}/${name}`);
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
};

const started = new Map<string, Promise<TestServer<Server>>>();
let desk: HttpServer;

const start = (name: string): Promise<TestServer<Server>> => {
  const [server, version] = name.slice(1).split('/');
  if (server === 'kafka') return startTestKafka();
  return startTestOpenSearch(version === '' ? undefined : version);
};

/** Vitest's: before the first file. */
export const setup = async (project: TestProject): Promise<void> => {
  desk = createServer((request, response) => {
    const name = request.url ?? '';
    const server = started.get(name) ?? start(name);
    started.set(name, server);
    server.then(
      (running) => response.end(running.address),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  desk.requestTimeout = 0;
  desk.listen(0, '127.0.0.1');
  await once(desk, 'listening');
  project.provide('sharedServers', `http://127.0.0.1:${(desk.address() as AddressInfo).port}`);
};

/** Vitest's: after the last file. */
export const teardown = async (): Promise<void> => {
  desk.close();
  const servers = await Promise.allSettled(started.values());
  await Promise.all(
    servers.map((server) => server.status === 'fulfilled' && server.value.discard()),
  );
};
