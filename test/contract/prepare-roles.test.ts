import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PlanContext, preparePlan } from '../../infra/prepare-plan.ts';
import type { SinkConnector } from '../../shared/config/connector.ts';
import { createPrepare } from '../../shared/deploy/prepare.ts';
import { searchDocument } from '../../shared/deploy/search-document.ts';
import { connectDocumentWriter, connectOpenSearchApi } from '../../shared/opensearch/connect.ts';
import type { IndexDocument } from '../../shared/ports.ts';
import { aSinkConnector } from '../support/connectors.ts';
import { fakeKafkaAdmin } from '../support/fake-kafka-admin.ts';
import { aSinkRecord } from '../support/records.ts';
import { type SecuredOpenSearch, startSecuredOpenSearch } from '../support/secured-opensearch.ts';

const RoleArns = {
  opensearchSink: 'arn:aws:iam::000000000000:role/connectless-dev-SinkRole',
  streamSink: 'arn:aws:iam::000000000000:role/connectless-dev-StreamSinkRole',
  prepare: 'arn:aws:iam::000000000000:role/connectless-dev-PrepareRole',
};
const PASSWORD = 'a-Pass.word-0f-a-test';
const MARKER = '00000000-0000-4000-8000-000000000001';

const daily = {
  source: 'phone-data',
  id: { parts: [], separator: '-' },
  tombstones: 'ignore',
} as const;
const SINK = aSinkConnector({
  statements: [
    {
      ...daily,
      index: ['phones_', { kind: 'date', pattern: 'yyyy', format: () => '2025' }],
      write: { operation: 'index' },
    },
    {
      ...daily,
      index: ['logs-phones'],
      write: { operation: 'create', timestamp: { kind: 'record' } },
    },
  ],
});

/** Sees to its data streams, and to their templates. */
const STREAM_SINK = aSinkConnector({
  name: 'stream-sink',
  statements: [
    {
      ...daily,
      index: ['events-phones'],
      write: { operation: 'create', timestamp: { kind: 'record' } },
    },
  ],
  streams: {
    kind: 'made',
    template: { nameOf: () => 'events-of-phones', timestampField: '@timestamp' },
  },
});

let server: SecuredOpenSearch;
beforeAll(async () => {
  server = await startSecuredOpenSearch();
  await addUser('sink', RoleArns.opensearchSink);
  await addUser('streamSink', RoleArns.streamSink);
  await addUser('prepare', RoleArns.prepare);
});
afterAll(() => server.discard());

const asAdmin = async (method: string, path: string, body = ''): Promise<void> => {
  const { username, password } = server.admin;
  const answer = await fetch(`${server.address}${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    ...(method !== 'GET' && { body }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
};

/** On AWS a signed request comes with the ARN of its role as backend role. */
const addUser = (name: string, backendRole: string): Promise<void> =>
  asAdmin(
    'PUT',
    `/_plugins/_security/api/internalusers/${name}`,
    JSON.stringify({ password: PASSWORD, backend_roles: [backendRole] }),
  );

const connection = (username: string, password = PASSWORD) => ({
  nodes: [server.address],
  auth: { kind: 'basic', username, password } as const,
});

const prepareAs = async (username: string, password: string, needsRights: boolean) => {
  const requests: string[] = [];
  const context: PlanContext = {
    stage: 'dev',
    templates: new Map(),
    makesTopics: false,
    needsRights,
  };
  const apply = createPrepare({
    openSearch: (signal) => connectOpenSearchApi(connection(username, password), signal),
    kafka: async () => fakeKafkaAdmin().admin,
    log: (entry) => {
      if ('request' in entry) requests.push(entry.request);
    },
  });
  const Plan = JSON.stringify(preparePlan([SINK, STREAM_SINK], context));
  await apply(
    { Plan, RoleArns, DeniedByCluster: 'fail', DeniedByDomain: needsRights ? 'print' : 'fail' },
    AbortSignal.timeout(30_000),
  );
  return requests;
};

const writeAs = async (
  username: string,
  documents: readonly IndexDocument[],
  { streams }: Pick<SinkConnector, 'streams'> = {},
) => {
  const writer = connectDocumentWriter(connection(username), { streams });
  const outcomes = await writer.write(documents, AbortSignal.timeout(30_000));
  return documents.map((document) => outcomes.get(document)?.kind);
};

const document = (index: string, id: string, operation: 'index' | 'create'): IndexDocument => ({
  record: aSinkRecord(),
  index,
  id,
  operation,
  body: Buffer.from(`{"@timestamp":"2025-04-24T12:00:00Z","marker":"${MARKER}","n":21}`),
});

describe('prepare on a domain with fine-grained access control', () => {
  it('is refused without rights, and tells an administrator the exact requests', async () => {
    const requests = await prepareAs('prepare', PASSWORD, true);
    for (const request of requests.filter((text) => text.includes('_security'))) {
      const [, method = '', path = '', body = ''] = /^(\w+) (\S+)\n(.*)$/s.exec(request) ?? [];
      await asAdmin(method, path, body);
    }

    const again = await prepareAs('prepare', PASSWORD, true);

    // With the role of its own it needs nobody for templates; roles stay an administrator's.
    const paths = again.map((text) => text.split('\n', 1)[0]);
    expect(paths.filter((path) => path?.includes('_index_template'))).toEqual([]);
    expect(paths).toContain('PUT /_plugins/_security/api/roles/connectless-dev-prepare');
  });

  it('maps roles as the master, and may be repeated', async () => {
    const { username, password } = server.admin;

    await prepareAs(username, password, false);
    const again = await prepareAs(username, password, false);

    expect(again).toEqual([]);
  });

  it('lets the sink write its indices and streams', async () => {
    const outcomes = await writeAs('sink', [
      document('phones_2025', '1', 'index'),
      document('logs-phones', '2', 'create'),
    ]);

    expect(outcomes).toEqual(['written', 'written']);
  });

  it('lets a sink make its data streams, and templates that are missing', async () => {
    await asAdmin('DELETE', '/_index_template/connectless-dev-events-phones-*');

    const outcomes = await writeAs(
      'streamSink',
      [document('events-phones', '1', 'create')],
      STREAM_SINK,
    );

    expect(outcomes).toEqual(['written']);
    // Not an index of that name, which a write without a stream would have made.
    await asAdmin('GET', '/_data_stream/events-phones');
    await asAdmin('GET', '/_index_template/events-of-phones');
  });

  it('lets the sink update and delete there', async () => {
    const place = { record: aSinkRecord(), index: 'phones_2025', id: '3' };

    const outcomes = await writeAs('sink', [
      { ...place, operation: 'update', body: Buffer.from('{"n":1}'), upsert: true },
      { ...place, operation: 'delete', body: null },
    ]);

    expect(outcomes).toEqual(['written', 'written']);
  });

  it('lets the sink write nowhere else, nor read', async () => {
    await expect(writeAs('sink', [document('cars_2025', '1', 'index')])).rejects.toThrow();
    await expect(find('sink', 'phones_*')).rejects.toThrow('403');
  });

  it('lets the deploy find a document in the indices of the sink alone', async () => {
    await asAdmin('POST', '/phones_2025/_refresh');

    expect(await find('prepare', 'phones_*')).toEqual({
      document: { index: 'phones_2025', id: '1' },
    });
    await expect(find('prepare', 'cars_2025')).rejects.toThrow('403');
  });
});

const find = (username: string, index: string) =>
  searchDocument(
    connectOpenSearchApi(connection(username), AbortSignal.timeout(30_000)),
    index,
    MARKER,
  );
