import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startBroker } from '../../../local/iot/broker.ts';
import { askOwnServers, readOwnServers, withOwnServers } from '../../../local/own-servers.ts';
import { LocalRunError } from '../../../local/servers/local-run-error.ts';
import { reservePort } from '../../../local/servers/ports.ts';
import { connectKafka } from '../../../shared/kafka/connect.ts';

const NOBODY = '127.0.0.1:1';
const kafkaOf = (brokers: string) =>
  connectKafka({
    brokers: brokers.split(','),
    clientId: 'test',
    security: { protocol: 'PLAINTEXT' },
  });
const ask = (env: Readonly<Record<string, string>>, patience = 300) =>
  askOwnServers(readOwnServers(env), kafkaOf, patience);
/** An HTTP server that answers everything alike. */
const answering = async (status: number, body: string): Promise<string> => {
  const server = createServer((_, response) => response.writeHead(status).end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
};

describe('servers of the user’s own', () => {
  it('are none where a variable is empty, and have no slash at the end', () => {
    const given = {
      MQTT_URL: '',
      KAFKA_BROKERS: ' ',
      OPENSEARCH_NODE: 'http://a:9200/',
      HOME: '/',
    };

    const own = readOwnServers(given);

    expect(own).toEqual({ OPENSEARCH_NODE: 'http://a:9200' });
    expect(withOwnServers(given, own)).toEqual({ OPENSEARCH_NODE: 'http://a:9200', HOME: '/' });
  });

  it.each([
    { name: 'MQTT_URL', value: 'localhost:1883' },
    { name: 'MQTT_URL', value: 'http://localhost' },
    { name: 'KAFKA_BROKERS', value: 'kafka://localhost:9092' },
    { name: 'KAFKA_BROKERS', value: 'a:9092,b' },
    { name: 'OPENSEARCH_NODE', value: 'localhost:9200' },
  ])('is refused where $name is $value', ({ name, value }) => {
    expect(() => readOwnServers({ [name]: value })).toThrow(LocalRunError);
    expect(() => readOwnServers({ [name]: value })).toThrow(`${name}=${value} is not like`);
  });

  it('are all named when they do not answer, without their passwords', async () => {
    const asked = ask({
      MQTT_URL: `mqtt://${NOBODY}`,
      KAFKA_BROKERS: NOBODY,
      OPENSEARCH_NODE: `http://user:secret@${NOBODY}`,
    });

    await expect(asked).rejects.toThrow(
      /MQTT_URL=.*can't be reached.*\nKAFKA_BROKERS=.*\nOPENSEARCH_NODE=http:\/\/…@127\.0\.0\.1:1 can't be reached/,
    );
    await expect(asked).rejects.toThrow(/leave the variable out/);
    await expect(asked).rejects.not.toThrow(/secret/);
  });

  it.each([
    { status: 200, body: '{"version":{"number":"2.19.0"}}' },
    { status: 401, body: 'Unauthorized' },
  ])('may answer $status', async ({ status, body }) => {
    const node = await answering(status, body);

    await expect(ask({ OPENSEARCH_NODE: node }, 5_000)).resolves.toBeUndefined();
  });

  it.each([
    { status: 200, body: '<html>' },
    { status: 404, body: '{}' },
  ])('are no OpenSearch where $status $body is the answer', async ({ status, body }) => {
    const node = await answering(status, body);

    await expect(ask({ OPENSEARCH_NODE: node }, 5_000)).rejects.toThrow(/is no OpenSearch/);
  });

  it('take a broker that answers', async () => {
    const { port, release } = await reservePort(21_893);
    const broker = await startBroker(port);

    await expect(ask({ MQTT_URL: broker.url }, 5_000)).resolves.toBeUndefined();

    await broker.stop();
    release();
  });
});
