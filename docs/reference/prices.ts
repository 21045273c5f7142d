/** A list price in us-east-1, in dollars, and who says so. */
type Price = {
  readonly what: string;
  readonly dollars: number;
  /** Nobody but us, where it is left out. */
  readonly seen?: string;
};

const QUOTED = 'quoted alike by several, 2026';

/** What AWS asks for. Looked up on 24 November 2026 in copies of pages: AWS' own where it says AWS, else others'. */
const LIST = {
  iotMinuteMillion: {
    what: 'IoT Core, a million minutes of a connection',
    dollars: 0.08,
    seen: 'AWS, example of its pricing page, as quoted in September 2026',
  },
  iotRuleMillion: { what: 'IoT Core, a million rules', dollars: 0.15, seen: QUOTED },
  iotActionMillion: { what: 'IoT Core, a million actions', dollars: 0.15, seen: QUOTED },
  lambdaMillion: { what: 'Lambda, a million requests', dollars: 0.2, seen: QUOTED },
  lambdaGbSecond: {
    what: 'Lambda, a GB-second of arm64',
    dollars: 0.000_013_333_4,
    seen: QUOTED,
  },
  eventPollerUnitHour: {
    what: 'Lambda, an event poller unit, an hour',
    dollars: 0.185,
    seen: 'AWS, developer guide of Lambda, November 2026',
  },
  kafkaM7gLargeHour: {
    what: 'MSK, kafka.m7g.large, an hour',
    dollars: 0.204,
    seen: 'quoted so by one, as 0.196 by another: look it up',
  },
  kafkaGbMonth: {
    what: 'MSK, a GB of a broker’s disk, a month',
    dollars: 0.1,
    seen: 'quoted so by one',
  },
  searchT3MediumHour: {
    what: 'OpenSearch, t3.medium.search, an hour',
    dollars: 0.073,
    seen: 'AWS’ Price List API, as quoted on 1 October 2026',
  },
  searchR7gLargeHour: {
    what: 'OpenSearch, r7g.large.search, an hour',
    dollars: 0.178,
    seen: 'AWS’ Price List API, as quoted on 1 October 2026',
  },
  searchM7gMediumHour: {
    what: 'OpenSearch, m7g.medium.search, an hour',
    dollars: 0.068,
    seen: 'AWS, aws-samples/sample-opensearch-extended-support-cost-estimator',
  },
  searchGbMonth: {
    what: 'OpenSearch, a GB of gp3, a month',
    dollars: 0.122,
    seen: 'AWS’ Price List API, as quoted on 27 June 2026',
  },
  alarmMonth: { what: 'CloudWatch, an alarm, a month', dollars: 0.1, seen: QUOTED },
  dashboardMonth: { what: 'CloudWatch, a dashboard, a month', dollars: 3, seen: QUOTED },
  metricMonth: { what: 'CloudWatch, a metric, a month', dollars: 0.3, seen: QUOTED },
  keyMonth: { what: 'KMS, a key, a month', dollars: 1, seen: 'quoted so by one, 2019' },
  endpointZoneHour: {
    what: 'An interface endpoint in a zone, an hour',
    dollars: 0.01,
    seen: QUOTED,
  },
  connectUnitHour: { what: 'MSK Connect, a unit (MCU), an hour', dollars: 0.11, seen: QUOTED },
  ingestionUnitHour: { what: 'OpenSearch Ingestion, a unit (OCU), an hour', dollars: 0.24 },
  ec2M7gLargeHour: { what: 'EC2, m7g.large, an hour', dollars: 0.0816, seen: QUOTED },
  ebsGbMonth: { what: 'EBS, a GB of gp3, a month', dollars: 0.08, seen: QUOTED },
} as const satisfies Readonly<Record<string, Price>>;

type Dollars = { readonly [Name in keyof typeof LIST]: number };

/** By started 5 KB; up to 1, 5 and more milliards a month. */
const IOT_MESSAGES = [
  { upTo: 1e9, perMillion: 1.0 },
  { upTo: 5e9, perMillion: 0.8 },
  { upTo: Number.POSITIVE_INFINITY, perMillion: 0.7 },
];

export const PRICES: Dollars & { readonly iotMessages: typeof IOT_MESSAGES } = {
  // Each member is of the row of its own name.
  ...(Object.fromEntries(
    Object.entries(LIST).map(([name, { dollars }]) => [name, dollars]),
  ) as Dollars),
  iotMessages: IOT_MESSAGES,
};

/** The prices as rows: what, dollars, who says so. */
export const priceRows = (): readonly (readonly [string, string, string])[] => [
  [
    'IoT Core, a million messages',
    IOT_MESSAGES.map(({ perMillion }) => perMillion.toFixed(2)).join(', '),
    'the first: AWS, example of its pricing page, as quoted in September 2026; the others: quoted so by one',
  ],
  ...Object.values<Price>(LIST).map(
    ({ what, dollars, seen = '**nobody but us**' }) => [what, plain(dollars), seen] as const,
  ),
];

/** Without an exponent. */
const plain = (dollars: number): string =>
  dollars.toLocaleString('en-US', { maximumFractionDigits: 10 });
