import { describe, expect, it } from 'vitest';
import { type PlannedConnector, planConnectors } from '../../../../cli/explain/plan.ts';
import { planText } from '../../../../cli/explain/plan-text.ts';
import { keyAccounts } from '../../../../cli/key-accounts.ts';
import { plain } from '../../../../cli/text/paint.ts';
import { eventSourceMappings } from '../../../../infra/event-source-mappings.ts';
import { ruleSql, topicRules } from '../../../../infra/topic-rules.ts';
import { checkConnectors } from '../../../../shared/config/check-connectors.ts';
import { aSinkFile, aSourceFile } from '../../../support/connector-files.ts';
import { checkWith } from '../../../support/modules.ts';

const NOW = Date.UTC(2025, 3, 24, 23, 59);

const folder = {
  connectors: [
    {
      file: 'sink.json',
      text: aSinkFile('phone-sink', ['phone-data', 'other'], {
        'connect.elastic.kcql':
          'INSERT INTO phones SELECT * FROM phone-data PK _header.message-id WITHINDEXSUFFIX=_{yyyy-MM-dd};' +
          'INSERT INTO others SELECT * FROM other',
        'connect.elastic.cluster.name': 'old',
        'tasks.max': '4',
      }),
    },
    {
      file: 'source.json',
      text: aSourceFile('phone-source', 'INSERT INTO phone-data SELECT * FROM `phones/+/#`'),
    },
  ],
};
const { connectors } = checkConnectors(folder);
const plan = planConnectors(connectors, { stage: 'test', now: NOW, keys: keyAccounts(folder) });

const ofKind = <K extends PlannedConnector['kind']>(kind: K) =>
  plan.find((connector) => connector.kind === kind) as Extract<PlannedConnector, { kind: K }>;

describe('planConnectors', () => {
  it('has the rules and mappings that a deploy makes, sources first', () => {
    const rules = connectors.flatMap((connector) =>
      connector.kind === 'source' ? topicRules(connector) : [],
    );
    const mappings = connectors.flatMap((connector) =>
      connector.kind === 'sink' ? eventSourceMappings(connector) : [],
    );

    expect(plan.map(({ name }) => name)).toEqual(['phone-source', 'phone-sink']);
    expect(ofKind('source').rules.map(({ sql }) => sql)).toEqual(rules.map(ruleSql));
    expect(ofKind('sink').mappings).toEqual(mappings);
  });

  it('tells the targets, keys and converters of a source', () => {
    const converter = 'io.lenses.streamreactor.connect.converters.source.JsonSimpleConverter';
    const file = {
      file: 'a.json',
      text: aSourceFile(
        'a',
        `INSERT INTO \`p_$\` SELECT * FROM \`a/+\` WITHCONVERTER=\`${converter}\` WITHKEY(temperature, b) WITHREGEX=\`a/[0-9]+\`; INSERT INTO t SELECT * FROM b`,
        { 'connectless.mqtt.user.properties': 'site' },
      ),
    };
    const keyed = {
      file: 'b.json',
      text: aSourceFile('b', 'INSERT INTO t SELECT * FROM b', {
        'connectless.kafka.key': 'client-id',
      }),
    };
    const own = checkConnectors({ connectors: [file, keyed] }).connectors;
    const sources = planConnectors(own, { stage: 'test', now: NOW, keys: [] });
    const text = planText(sources, { paint: plain, width: 200 });

    expect(sources).toMatchObject([
      {
        records: [
          {
            target: 'p_$',
            topic: 'p_a_phone-1',
            regex: 'a/[0-9]+',
            converter: 'JsonSimpleConverter',
            keyFrom: 'the payload’s temperature, b',
            headers: ['site', 'mqtt-topic', 'mqtt-client-id', 'message-id', 'trace-id'],
          },
          {
            target: 't',
            topic: 't',
            converter: 'BytesConverter',
            keyFrom: 'MQTT topic and message id',
          },
        ],
      },
      { records: [{ keyFrom: 'client id, else MQTT topic', exampleKey: 'phone-1' }] },
    ]);
    expect(text).toContain('a/+ → a → p_$');
    expect(text).toContain(
      'p_$, for example p_a_phone-1, from a/+ where the MQTT topic is a/[0-9]+',
    );
  });

  it('names functions as a deploy does', () => {
    expect(plan.map((connector) => connector.function.name)).toEqual([
      'connectless-test-phoneSource',
      'connectless-test-phoneSink',
    ]);
  });

  it('shows the index of today and the id of a message that a source brings', () => {
    const [fromSource, fromElsewhere] = ofKind('sink').documents;

    expect(fromSource).toMatchObject({
      indexToday: 'phones_2025-04-24',
      idFrom: 'header message-id',
      exampleId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(fromElsewhere).toMatchObject({
      indexToday: 'others',
      idFrom: 'topic-partition-offset',
      exampleId: 'other-0-42',
    });
  });

  it('tells the key of a record by a message whose topic the filter matches', () => {
    expect(ofKind('source').records).toMatchObject([
      { topic: 'phone-data', exampleKey: expect.stringContaining('topic=phones/phone-1/phone-1,') },
    ]);
  });

  it('has the keys that are not simply honoured, with the reason', () => {
    expect(ofKind('sink').keys).toContainEqual(
      expect.objectContaining({
        key: 'connect.elastic.cluster.name',
        fate: expect.objectContaining({ kind: 'no effect' }),
      }),
    );
    expect(ofKind('sink').keys.map(({ key }) => key)).not.toContain('topics');
  });

  it('says what an id lacks that the example has not', () => {
    const sink = { file: 'a.json', text: aSinkFile('a', ['alone']) };

    const [only] = planConnectors(checkConnectors({ connectors: [sink] }).connectors, {
      stage: 'test',
      now: NOW,
      keys: [],
    });

    expect(only).toMatchObject({
      documents: [{ indexToday: 'alone', exampleId: '(no header message-id)' }],
    });
  });

  it('shows which fields a document has, and what of a record names its index', () => {
    const kcql =
      'INSERT INTO _value.site SELECT a.b AS c, * FROM alone WITHSTRUCTURE WITHINDEXSUFFIX=_{yyyy-MM-dd};' +
      'INSERT INTO _key SELECT a, b FROM alone';
    const text = aSinkFile('a', ['alone'], {
      'connect.elastic.kcql': kcql,
      'connectless.index.timezone': 'Asia/Tokyo',
    });

    const [only] = planConnectors(
      checkConnectors({ connectors: [{ file: 'a.json', text }] }).connectors,
      {
        stage: 'test',
        now: NOW,
        keys: [],
      },
    );

    expect(only).toMatchObject({
      documents: [
        {
          indexToday: '<record value site>_2025-04-25',
          date: { of: 'record', zone: 'Asia/Tokyo' },
          fields: 'a.b AS c, *; each where it was in the value',
          exampleId: 'alone-0-42',
        },
        {
          indexToday: '<record key>',
          date: null,
          fields: 'a, b; all at the top level',
        },
      ],
    });
  });

  it('names a module of a user by its path', () => {
    const { sink } = checkWith(
      { transforms: 't', 'transforms.t.type': './transforms/t.ts' },
      { './transforms/t.ts': { transform: { keys: {}, create: () => () => undefined } } },
    );

    const [only] = planConnectors(sink ? [sink] : [], { stage: 'test', now: NOW, keys: [] });

    expect(only?.transforms).toEqual(['./transforms/t.ts']);
  });
});

describe('planText', () => {
  const text = planText(plan, { paint: plain, width: 100 });

  it('begins with the ways of messages', () => {
    expect(text).toMatch(
      /^phones\/\+\/# → phone-source → phone-data → phone-sink → phones_2025-04-24\nother → phone-sink → others\n\n/,
    );
  });

  it.each([
    { of: 'record', again: 'in UTC). A record that is read again meets its own document.' },
    { of: 'ingest', again: 'A record that is read again on another day makes a second document.' },
  ])(
    'says what dates an index by the time $of, and what comes of a second reading',
    ({ of, again }) => {
      const file = aSinkFile('a', ['alone'], {
        'connect.elastic.kcql': 'INSERT INTO i SELECT * FROM alone WITHINDEXSUFFIX=_{yyyy}',
        'connectless.index.time': of,
      });
      const {
        connectors: [only],
      } = checkConnectors({ connectors: [{ file: 'a.json', text: file }] });
      const made = planConnectors(only ? [only] : [], { stage: 'test', now: NOW, keys: [] });

      expect(planText(made, { paint: plain, width: 500 })).toContain(again);
    },
  );

  it('groups keys by their reason', () => {
    expect(text).toContain('without effect here\n    connect.elastic.cluster.name: ');
  });

  it('says what becomes of errant records', () => {
    expect(text).toContain('goes to the topic phone-sink-dead-letters');
  });
});
