import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { Aedes, type PublishPacket } from 'aedes';
import { connectAsync } from 'mqtt';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BRIDGE_CLIENT_ID, bridgeConf, PLACEHOLDERS } from '../../cli/import/mosquitto-bridge.ts';
import { reservePort } from '../../local/servers/ports.ts';
import { startLogged } from '../../local/servers/process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const has = (name: string): boolean => spawnSync(name, ['--help']).error === undefined;

describe('mosquitto-bridge.conf', () => {
  it('forwards to a broker that asks for certificates, and keeps what comes while that is away', async ({
    skip,
  }) => {
    skip(!(has('mosquitto') && has('openssl')), 'no mosquitto and openssl on the PATH');
    const folder = await temporaryFolder();
    onTestFinished(() => folder[Symbol.asyncDispose]());
    makeCertificates(folder.path);
    const ports = [await reservePort(20_883), await reservePort(20_984)] as const;
    const [far, near] = ports.map(({ port }) => port) as [number, number];
    const cloud = await startCloud(folder.path, far);
    const mosquitto = startLogged({
      command: [pathOf('mosquitto'), '-c', writeConf(folder.path, near, far)],
      log: join(folder.path, 'mosquitto.log'),
    });
    onTestFinished(() => mosquitto.stop());

    await cloud.connected();
    const phone = await connectAsync(`mqtt://127.0.0.1:${near}`);
    onTestFinished(() => phone.endAsync(true));
    await phone.publishAsync('phone/data', '{"n":1}', { qos: 1, retain: true });
    await cloud.received(1);
    await cloud.stop();
    await phone.publishAsync('phone/data', '{"n":2}', { qos: 1 });
    await phone.publishAsync('other', '{"n":3}', { qos: 1 });
    await cloud.start();
    await cloud.received(2);

    expect(cloud.messages).toEqual([
      { topic: 'phone/data', text: '{"n":1}', retain: false },
      { topic: 'phone/data', text: '{"n":2}', retain: false },
    ]);
    await cloud.stop();
    for (const { release } of ports) release();
  });
});

const pathOf = (name: string): string =>
  execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();

const SUBJECTS = { server: '/CN=localhost', client: '/CN=bridge' } as const;

/** An authority, and what it has signed: for the far broker as localhost, and for the bridge. */
const makeCertificates = (cwd: string): void => {
  const openssl = (...args: string[]): unknown =>
    execFileSync('openssl', args, { cwd, stdio: 'pipe' });
  const key = (name: string): string[] => [
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    `${name}.key`,
  ];
  openssl('req', '-x509', ...key('ca'), '-out', 'ca.pem', '-days', '2', '-subj', '/CN=authority');
  writeFileSync(join(cwd, 'extensions'), 'subjectAltName=DNS:localhost');
  for (const [name, subject] of Object.entries(SUBJECTS)) {
    openssl('req', ...key(name), '-out', `${name}.csr`, '-subj', subject);
    const authority = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'];
    const extensions = ['-extfile', 'extensions', '-days', '2'];
    openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      ...authority,
      '-out',
      `${name}.pem`,
      ...extensions,
    );
  }
};

/** What import writes, filled in, below what a broker has of its own. */
const writeConf = (folder: string, near: number, far: number): string => {
  const bridge = bridgeConf({ topics: [{ filter: 'phone/+', qos: 1 }] })
    .replace(`${PLACEHOLDERS.endpoint}:8883`, `localhost:${far}`)
    .replace(PLACEHOLDERS.cafile, join(folder, 'ca.pem'))
    .replace(PLACEHOLDERS.certfile, join(folder, 'client.pem'))
    .replace(PLACEHOLDERS.keyfile, join(folder, 'client.key'));
  const conf = join(folder, 'mosquitto.conf');
  // Started by root it would become a user who can't read the folder.
  writeFileSync(conf, `user root\nlistener ${near} 127.0.0.1\nallow_anonymous true\n\n${bridge}`);
  return conf;
};

type Message = { readonly topic: string; readonly text: string; readonly retain: boolean };

/** A broker in IoT Core's place: TLS with certificates on both sides. */
const startCloud = async (folder: string, port: number) => {
  const aedes = await Aedes.createBroker();
  const messages: Message[] = [];
  const changed = new EventTarget();
  const notice = (): unknown => changed.dispatchEvent(new Event('change'));
  aedes.on('clientReady', notice);
  aedes.on('publish', ({ topic, payload, retain }: PublishPacket, client) => {
    if (client?.id !== BRIDGE_CLIENT_ID) return;
    messages.push({ topic, text: payload.toString(), retain });
    notice();
  });
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await once(changed, 'change');
  };
  const file = (name: string): Buffer => readFileSync(join(folder, name));
  const sockets = new Set<TLSSocket>();
  let server: Server | undefined;
  const start = async (): Promise<void> => {
    server = createServer(
      {
        ca: file('ca.pem'),
        cert: file('server.pem'),
        key: file('server.key'),
        requestCert: true,
        rejectUnauthorized: true,
      },
      (socket) => {
        sockets.add(socket);
        aedes.handle(socket);
      },
    );
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  await start();
  return {
    messages,
    start,
    connected: () => until(() => aedes.connectedClients > 0),
    received: (count: number) => until(() => messages.length >= count),
    /** Its clients lose their connections. */
    stop: async (): Promise<void> => {
      const closed = once(server as Server, 'close');
      server?.close();
      for (const socket of sockets) socket.destroy();
      sockets.clear();
      await closed;
    },
  };
};
