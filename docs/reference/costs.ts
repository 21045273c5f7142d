import { PRICES, priceRows } from './prices.ts';

/** One line of a bill: what, how much of it, for how much. */
export type CostLine = {
  readonly what: string;
  /** The arithmetic, for a reader to repeat. */
  readonly how: string;
  readonly dollars: number;
};

/** AWS' month. */
const HOURS = 730;
const SECONDS = HOURS * 3600;
const GB = 1e9;
const MILLION = 1e6;

/** What differs by rate: the sizes of serverless.yml that carry it. */
type Sizing = {
  readonly rate: number;
  readonly stage: 'default' | 'prod';
  readonly searchNodes: number;
  readonly searchHour: number;
  readonly searchType: string;
  readonly searchGb: number;
  readonly masters: number;
  readonly brokerGb: number;
  /** Event poller units: 20 MB/s each. */
  readonly pollerUnits: number;
  /** Invocations of the sink in a second, and the time of each. */
  readonly batchesPerSecond: number;
  readonly batchSeconds: number;
};

export const SIZINGS: readonly Sizing[] = [
  {
    rate: 1,
    stage: 'default',
    searchNodes: 1,
    searchHour: PRICES.searchT3MediumHour,
    searchType: 't3.medium.search',
    searchGb: 50,
    masters: 0,
    brokerGb: 100,
    pollerUnits: 1,
    batchesPerSecond: 1,
    batchSeconds: 0.05,
  },
  {
    rate: 100,
    stage: 'prod',
    searchNodes: 3,
    searchHour: PRICES.searchR7gLargeHour,
    searchType: 'r7g.large.search',
    searchGb: 200,
    masters: 3,
    brokerGb: 500,
    pollerUnits: 1,
    batchesPerSecond: 1,
    batchSeconds: 0.1,
  },
  {
    rate: 5_000,
    stage: 'prod',
    searchNodes: 6,
    searchHour: PRICES.searchR7gLargeHour,
    searchType: 'r7g.large.search',
    searchGb: 1_000,
    masters: 3,
    brokerGb: 1_000,
    pollerUnits: 1,
    batchesPerSecond: 6,
    batchSeconds: 0.25,
  },
];

/** A phone's message, and what it becomes where it is kept. */
const BYTES = 250;
const SOURCE_SECONDS = 0.015;
const MEMORY_GB = 0.5;
const BROKERS = 3;
/** With the shipped files, stage prod. */
const ALARMS = 44;
const METRICS = 20;

const messages = (rate: number): number => rate * SECONDS;

/** Messages in tiers; each costs what its tier says. */
export const tiered = (
  count: number,
  tiers: readonly { readonly upTo: number; readonly perMillion: number }[],
): number =>
  tiers.reduce(
    ({ from, sum }, { upTo, perMillion }) => ({
      from: upTo,
      sum: sum + (Math.max(0, Math.min(count, upTo) - from) / MILLION) * perMillion,
    }),
    { from: 0, sum: 0 },
  ).sum;

const number = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: 2 });

/** Where devices speak to AWS: the same with every way from there to Kafka. */
const iot = (rate: number): readonly CostLine[] => {
  const count = messages(rate);
  const millions = count / MILLION;
  return [
    {
      what: 'IoT Core, messages',
      how: `${number(millions)} million × $1.00, 0.80 above 1,000, 0.70 above 5,000 million`,
      dollars: tiered(count, PRICES.iotMessages),
    },
    {
      what: 'IoT Core, rule and action',
      how: `${number(millions)} million × ($0.15 + $0.15)`,
      dollars: millions * (PRICES.iotRuleMillion + PRICES.iotActionMillion),
    },
  ];
};

const functions = ({
  rate,
  batchesPerSecond,
  batchSeconds,
  pollerUnits,
}: Sizing): readonly CostLine[] => {
  const source = messages(rate);
  const sink = batchesPerSecond * SECONDS;
  const gbSeconds = (count: number, seconds: number): number => count * seconds * MEMORY_GB;
  return [
    {
      what: 'Lambda, source',
      how: `${number(source / MILLION)} million × ($0.20 + 15 ms × 0.5 GB)`,
      dollars:
        (source / MILLION) * PRICES.lambdaMillion +
        gbSeconds(source, SOURCE_SECONDS) * PRICES.lambdaGbSecond,
    },
    {
      what: 'Lambda, sink',
      how: `${number(sink / MILLION)} million batches × ($0.20 + ${batchSeconds * 1000} ms × 0.5 GB)`,
      dollars:
        (sink / MILLION) * PRICES.lambdaMillion +
        gbSeconds(sink, batchSeconds) * PRICES.lambdaGbSecond,
    },
    {
      what: 'Event poller unit of the mapping',
      how: `${pollerUnits} × 730 h × $0.185`,
      dollars: pollerUnits * HOURS * PRICES.eventPollerUnitHour,
    },
  ];
};

const watching = (): readonly CostLine[] => [
  {
    what: 'Alarms, dashboard, metrics, key',
    how: `${ALARMS} × $0.10 + $3 + ${METRICS} × $0.30 + $1`,
    dollars:
      ALARMS * PRICES.alarmMonth +
      PRICES.dashboardMonth +
      METRICS * PRICES.metricMonth +
      PRICES.keyMonth,
  },
];

const kafka = ({ brokerGb }: Sizing): readonly CostLine[] => [
  {
    what: 'MSK, brokers',
    how: `${BROKERS} kafka.m7g.large × 730 h × $0.204`,
    dollars: BROKERS * HOURS * PRICES.kafkaM7gLargeHour,
  },
  {
    what: 'MSK, disks',
    how: `${BROKERS} × ${number(brokerGb)} GB × $0.10`,
    dollars: BROKERS * brokerGb * PRICES.kafkaGbMonth,
  },
];

const search = ({
  searchNodes,
  searchType,
  searchHour,
  searchGb,
  masters,
}: Sizing): readonly CostLine[] => [
  {
    what: 'OpenSearch, nodes',
    how: `${searchNodes} ${searchType} × 730 h × $${searchHour}${masters > 0 ? ` + ${masters} m7g.medium.search × 730 h × $${PRICES.searchM7gMediumHour}` : ''}`,
    dollars: HOURS * (searchNodes * searchHour + masters * PRICES.searchM7gMediumHour),
  },
  {
    what: 'OpenSearch, disks',
    how: `${searchNodes} × ${number(searchGb)} GB × $0.122`,
    dollars: searchNodes * searchGb * PRICES.searchGbMonth,
  },
];

/** A month of everything, by what it is for. */
export const costOf = (
  sizing: Sizing,
): Readonly<Record<'devices' | 'connectors' | 'stores', readonly CostLine[]>> => ({
  devices: iot(sizing.rate),
  connectors: [...functions(sizing), ...watching()],
  stores: [...kafka(sizing), ...search(sizing)],
});

export const total = (lines: readonly CostLine[]): number =>
  lines.reduce((sum, { dollars }) => sum + dollars, 0);

/** What IoT Core asks for each message that it hands on. */
const byRule = (rate: number): number =>
  (messages(rate) / MILLION) * (PRICES.iotRuleMillion + PRICES.iotActionMillion);
/** To a subscriber it is one more message. */
const bySubscription = (rate: number): number =>
  tiered(2 * messages(rate), PRICES.iotMessages) - tiered(messages(rate), PRICES.iotMessages);

/** What else could carry records from the same IoT Core to the same Kafka and OpenSearch. */
const WAYS: readonly {
  readonly name: string;
  readonly handingOn: (rate: number) => number;
  readonly running: (sizing: Sizing) => number;
  readonly how: (rate: number) => string;
  readonly but: string;
}[] = [
  {
    name: '**connectless**',
    handingOn: byRule,
    running: (sizing) => total(costOf(sizing).connectors),
    how: () => 'as above',
    but: 'has not run on AWS yet',
  },
  {
    name: 'MSK Connect, two connectors',
    handingOn: bySubscription,
    running: ({ rate }) => 2 * workers(rate) * HOURS * PRICES.connectUnitHour,
    how: (rate) => `${2 * workers(rate)} MCU × 730 h × $0.11`,
    but: 'workers to size; MSK Connect restarts failed tasks, not lost messages of QoS 0',
  },
  {
    name: 'Kafka Connect on EC2',
    handingOn: bySubscription,
    running: ({ rate }) =>
      machines(rate) * (HOURS * PRICES.ec2M7gLargeHour + 50 * PRICES.ebsGbMonth),
    how: (rate) =>
      `${machines(rate)} m7g.large × 730 h × $0.0816 + ${machines(rate)} × 50 GB × $0.08`,
    but: 'and somebody who patches and restarts them',
  },
  {
    name: 'IoT’s Kafka rule action, OpenSearch Ingestion',
    handingOn: byRule,
    running: ({ rate }) => ingestionUnits(rate) * HOURS * PRICES.ingestionUnitHour,
    how: (rate) => `${ingestionUnits(rate)} OCU × 730 h × $0.24`,
    but: 'no IAM sign-in and no MSK Serverless on the way in; other files, no letters with their cause',
  },
];

/** Two, so that one may fail. */
const machines = (rate: number): number => Math.max(2, workers(rate));
/** One worker of a unit takes some thousand messages a second of each leg. */
const workers = (rate: number): number => Math.ceil(rate / 2_500);
/** Two units, so that one may fail; one more for some megabytes a second each. */
const ingestionUnits = (rate: number): number => Math.max(2, Math.ceil((rate * BYTES) / 1e6));

const dollars = (value: number): string =>
  `$${value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 2 : 0 })}`;

/** One that lasts a month. */
const connection = (): number => ((HOURS * 60) / MILLION) * PRICES.iotMinuteMillion;

const rateText = (rate: number): string => `${rate.toLocaleString('en-US')} msg/s`;

const PARTS = [
  { key: 'devices', title: 'Devices: IoT Core' },
  { key: 'connectors', title: 'Connectors: functions, mapping, alarms' },
  { key: 'stores', title: 'Stores: MSK and OpenSearch, where a deploy makes them' },
] as const;

const sizingText = (sizing: Sizing): string => {
  const lines = Object.values(costOf(sizing)).flat();
  return `## ${rateText(sizing.rate)}

${number(messages(sizing.rate) / MILLION)} million messages a month, ${number((messages(sizing.rate) * BYTES) / GB)} GB of payload; stage \`${sizing.stage}\`${sizing.rate > 1_000 ? ' with `searchNodes: 6`, `searchVolumeGiB: 1000`, `brokerVolumeGiB: 1000`' : ''}.

| | | A month |
|---|---|---:|
${lines.map(({ what, how, dollars: price }) => `| ${what} | ${how} | ${dollars(price)} |`).join('\n')}
| | | **${dollars(total(lines))}** |`;
};

/** `docs/costs.md` */
export const costsPage = (): string => `# What it costs

Generated from \`docs/reference/costs.ts\`: change a price or a quantity there and run \`npm run docs\`.

Dollars a month of 730 hours, in us-east-1, without tax, free tier and support, as of 24 November 2026. [Prices](#prices) says where each price was seen; they **have not been compared with a bill**: look
them up before you decide. Devices send messages of ${BYTES} bytes, of which IoT Core counts each started 5 KB.

| | ${SIZINGS.map(({ rate }) => rateText(rate)).join(' | ')} |
|---|${SIZINGS.map(() => '---:').join('|')}|
${PARTS.map(({ key, title }) => `| ${title} | ${SIZINGS.map((sizing) => dollars(total(costOf(sizing)[key]))).join(' | ')} |`).join('\n')}
| **Together** | ${SIZINGS.map((sizing) => `**${dollars(total(Object.values(costOf(sizing)).flat()))}**`).join(' | ')} |

Existing brokers and an existing domain cost what they cost before; then the first two lines are what is new, and the first of them
only where devices did not speak to IoT Core yet. 10,000 devices that stay connected cost ${dollars(10_000 * connection())} a month more. With [Basic Ingest](iot.md#basic-ingest) the messages of the first line cost nothing; the rules remain.

${SIZINGS.map(sizingText).join('\n\n')}

## The mapping on demand

\`mappingMode: on-demand\` has no poller unit (${dollars(HOURS * PRICES.eventPollerUnitHour)} less), but needs two interface endpoints, \`lambda\` and \`sts\`, and reports no partial failures.

An interface endpoint costs 3 zones × 730 h × $0.01 = ${dollars(3 * HOURS * PRICES.endpointZoneHour)} a month, and $0.01 a GB. A deploy makes one for each of:

| Endpoint | When | A month |
|---|---|---:|
${['secretsmanager | a file has `${secretsmanager:…}`, or a mapping on demand a secret', 'ssm | a file has `${ssm:…}`', 'lambda | a mapping is on demand', 'sts | a mapping is on demand'].map((row) => `| ${row} | ${dollars(3 * HOURS * PRICES.endpointZoneHour)} |`).join('\n')}
| s3 (gateway) | always: the deploy's function answers CloudFormation through it | $0 |

## Next to what it replaces

The way from IoT Core to Kafka and from Kafka to OpenSearch, without the messages of devices, brokers and domain, which all of them need. A connector that subscribes to IoT Core pays each message once more;
a rule and its action are cheaper.

| | ${SIZINGS.map(({ rate }) => rateText(rate)).join(' | ')} | but |
|---|${SIZINGS.map(() => '---:').join('|')}|---|
${WAYS.map(({ name, handingOn, running, but }) => `| ${name} | ${SIZINGS.map((sizing) => `${dollars(handingOn(sizing.rate) + running(sizing))} (${dollars(handingOn(sizing.rate))} + ${dollars(running(sizing))})`).join(' | ')} | ${but} |`).join('\n')}

In brackets: what IoT Core asks for handing on, and what runs:

${WAYS.slice(1)
  .map(({ name, how }) => `- ${name}: ${SIZINGS.map(({ rate }) => how(rate)).join('; ')}`)
  .join('\n')}

A function for each message is the dearest thing to run where there are many: at 5,000 messages a second workers run for less than a tenth of it, and with a Mosquitto of one's own nobody hands on for money. What is paid for is
that nobody sizes, patches and restarts anything between devices and OpenSearch. A buffered way in (rule → Kinesis → function in batches) would take most of it away; it is not there yet.

## Prices

| | Dollars | Seen |
|---|---:|---|
${priceRows()
  .map((row) => `| ${row.join(' | ')} |`)
  .join('\n')}

What is not in the table: brokers' metrics of \`brokerMonitoring: PER_BROKER\`, a secret in Secrets Manager, what logs and IoT Core's free tiers leave, and traffic out of AWS.
`;
