import { count } from '../text/count.ts';
import type { Paint } from '../text/paint.ts';
import { type Rows, tableLines, wrapText } from '../text/table.ts';
import { dateWords } from './document-words.ts';
import type { PlannedConnector, PlannedSink, PlannedSource } from './plan.ts';

type Page = { readonly paint: Paint; readonly width: number };

const INDENT = '  ';

/** A plan in words and tables: the ways that messages take, then each connector. */
export const planText = (plan: readonly PlannedConnector[], page: Page): string =>
  [wayLines(plan).join('\n'), ...plan.map((connector) => connectorText(connector, page))]
    .filter((part) => part !== '')
    .join('\n\n');

/** `phone/data → mqtt-source → phone-data → opensearch-sink → phone-data_2025-04-24` */
const wayLines = (plan: readonly PlannedConnector[]): readonly string[] => {
  const sinks = plan.filter((connector) => connector.kind === 'sink');
  const sources = plan.filter((connector) => connector.kind === 'source');
  const ends = (topic: string): readonly string[] =>
    sinks.flatMap(({ name, documents }) =>
      documents
        .filter((document) => document.topic === topic)
        .map(({ indexToday }) => `${name} → ${indexToday}`),
    );
  const fromDevices = sources.flatMap(({ name, records }) =>
    records.flatMap(({ filter, topic, target }) => {
      const onward = ends(topic);
      const start = `${filter} → ${name} → ${onward.length === 0 ? target : topic}`;
      return onward.length === 0 ? [start] : onward.map((end) => `${start} → ${end}`);
    }),
  );
  const written = sources.flatMap(({ records }) => records.map(({ topic }) => topic));
  const read = sinks.flatMap(({ documents }) => documents.map(({ topic }) => topic));
  const fromKafka = [...new Set(read)]
    .filter((topic) => !written.includes(topic))
    .flatMap((topic) => ends(topic).map((end) => `${topic} → ${end}`));
  return [...fromDevices, ...fromKafka];
};

const connectorText = (connector: PlannedConnector, { paint, width }: Page): string => {
  const wrap = (text: string): readonly string[] =>
    wrapText(text, width - INDENT.length).map((line) => INDENT + line);
  const rows = connector.kind === 'source' ? sourceRows(connector) : sinkRows(connector);
  return [
    `${paint('bold', connector.name)}  ${connector.kind}, ${connector.file}`,
    ...wrap(connector.kind === 'source' ? sourceWords(connector) : sinkWords(connector)),
    '',
    ...tableLines(
      [functionRow(connector), ...rows, ...recordRows(connector), errorRow(connector)],
      {
        indent: INDENT,
        width,
      },
    ),
    ...keyLines(connector, { paint, width }),
  ].join('\n');
};

const sourceWords = ({ rules, records }: PlannedSource): string => {
  const topics = [...new Set(records.map(({ target }) => target))];
  return (
    `${count(rules.length, 'topic rule')} of IoT Core hand${rules.length === 1 ? 's' : ''} messages on ` +
    `${list(rules.map(({ filter }) => filter))} to the function, one each; it writes them to ` +
    `${list(topics)} and is done with a message when all replicas have its record.`
  );
};

const sinkWords = ({ mappings, documents }: PlannedSink): string => {
  const s = mappings.length === 1 ? 's' : '';
  const indices = list([...new Set(documents.map(({ indexToday }) => indexToday))]);
  // One clock names all indices of a connector that have a date.
  const words = dateWords(documents.find(({ date }) => date !== null)?.date ?? null);
  return (
    `${count(mappings.length, 'event source mapping')} read${s} ${list(mappings.map(({ topic }) => topic))} ` +
    `and hand${s} records to the function in batches; it writes each to ${indices}${words.date}. ` +
    words.again
  );
};

const functionRow = ({ function: { name, handler, memoryMb, timeoutSeconds } }: PlannedConnector) =>
  ['function', `${name}: ${handler}, ${memoryMb} MB, ${timeoutSeconds} s`] as const;

const sourceRows = ({ rules, records }: PlannedSource): Rows => [
  ...rules.flatMap(({ filter, sql }) => [
    ['rule', filter],
    ['', sql],
  ]),
  ...records.flatMap((record) => [
    ['topic', topicText(record)],
    ['payload', record.converter],
    ['key', record.keyFrom + example(record.exampleKey)],
    ['headers', record.headers.join(', ')],
  ]),
];

const topicText = ({ target, topic, filter, regex }: PlannedSource['records'][number]): string =>
  `${target}${example(target === topic ? null : topic)}, from ${filter}` +
  (regex === null ? '' : ` where the MQTT topic is ${regex}`);

const example = (text: string | null): string => (text === null ? '' : `, for example ${text}`);

const sinkRows = ({ mappings, documents, transforms }: PlannedSink): Rows => [
  ...mappings.flatMap(({ topic, consumerGroup, batchSize, windowSeconds, pollers, start }) => [
    ['mapping', `${topic}, group ${consumerGroup}; without offsets from ${startText(start)}`],
    [
      '',
      `up to ${count(batchSize, 'record')} or ${windowSeconds} s in a batch, ${pollers.min} to ${count(pollers.max, 'poller')}`,
    ],
  ]),
  ...documents.flatMap((document) => [
    [
      'index',
      `${document.indexToday}${document.date === null ? '' : ' today'}, from ${document.topic}${beforeTransforms(transforms)}`,
    ],
    ...(document.fields === null ? [] : [['fields', document.fields]]),
    ['id', `${document.idFrom}, for example ${document.exampleId}`],
    ...writeRows(document),
  ]),
];

type PlannedDocument = PlannedSink['documents'][number];

const OPERATIONS: Readonly<Record<PlannedDocument['operation'], string>> = {
  index: 'index: a document replaces the one of its id',
  create: 'create: of one id the first document stays',
  update: 'update: a document changes the fields it has of the one of its id, or is made',
};

const TOMBSTONES: Readonly<Record<PlannedDocument['tombstones'], string>> = {
  ignore: 'make nothing',
  fail: 'are errant',
  delete: 'delete the document of their id',
};

const writeRows = ({
  operation,
  versionFrom,
  routingFrom,
  pipeline,
  tombstones,
}: PlannedDocument): Rows => [
  ['write', OPERATIONS[operation]],
  ...(versionFrom === null ? [] : [['version', `${versionFrom}; an older one never wins`]]),
  ...(routingFrom === null ? [] : [['routing', routingFrom]]),
  ...(pipeline === null ? [] : [['pipeline', pipeline]]),
  ['tombstones', TOMBSTONES[tombstones]],
];

/** The examples are records that no transform has seen. */
const beforeTransforms = (transforms: readonly string[]): string =>
  transforms.length > 0 ? ', unless a transform gives it another topic' : '';

const startText = (start: PlannedSink['mappings'][number]['start']): string =>
  start instanceof Date ? start.toISOString() : `the ${start} record`;

const recordRows = ({ converters, transforms }: PlannedConnector): Rows => [
  ['converters', `key ${converters.key}, value ${converters.value}`],
  ...(transforms.length > 0 ? [['transforms', transforms.join(', ')]] : []),
];

const errorRow = ({ kind, errors }: PlannedConnector): readonly string[] => {
  const { tolerance, deadLetterTopic, contextHeaders } = errors;
  const headers = contextHeaders ? 'with its cause in headers' : 'without headers that say why';
  return [
    'errant',
    tolerance === 'all'
      ? `goes to the topic ${deadLetterTopic}, ${headers} (errors.tolerance=all)`
      : NOT_TOLERATED[kind] + exceptionText(errors),
  ];
};

const exceptionText = ({ tolerates, deadLetterTopic }: PlannedConnector['errors']): string => {
  const kept = [
    ...(tolerates.refused ? ['what OpenSearch refuses'] : []),
    ...(tolerates.invalid ? ['what can’t be made a document'] : []),
  ];
  return kept.length === 0 ? '' : `, but ${list(kept)} goes to the topic ${deadLetterTopic}`;
};

/** What `errors.tolerance=none` means. */
const NOT_TOLERATED: Readonly<Record<PlannedConnector['kind'], string>> = {
  source: 'is tried again twice, then kept in the queue of failures (errors.tolerance=none)',
  sink: 'is read again until it can be written; its partition waits (errors.tolerance=none)',
};

const keyLines = ({ keys }: PlannedConnector, { paint, width }: Page): readonly string[] =>
  KEY_GROUPS.flatMap(({ title, told }) => {
    const reasons = Map.groupBy(keys, ({ fate }) => told(fate));
    reasons.delete(undefined);
    if (reasons.size === 0) return [];
    const lines = [...reasons].flatMap(([reason, own]) =>
      tableLines([['', `${own.map(({ key }) => key).join(', ')}: ${reason}`]], {
        indent: INDENT + INDENT,
        width,
      }),
    );
    return ['', `${INDENT}${paint('dim', title)}`, ...lines];
  });

type Told = (fate: PlannedConnector['keys'][number]['fate']) => string | undefined;

const KEY_GROUPS: readonly { readonly title: string; readonly told: Told }[] = [
  {
    title: 'used for something else',
    told: (fate) => (fate.kind === 'translated' ? fate.to : undefined),
  },
  {
    title: 'without effect here',
    told: (fate) => (fate.kind === 'no effect' ? fate.why : undefined),
  },
];

const list = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
