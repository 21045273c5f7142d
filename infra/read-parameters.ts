/** What osls gives a function that a variable names. */
export type Osls = {
  resolveVariable(variable: string): Promise<unknown>;
  /** Of the command line; `param` has each `name=value` as it was written. */
  readonly options?: { readonly param?: readonly string[] };
};

/** `params` of serverless.yml and `--param`, as they stand; what is left empty is made by the deploy. */
export type Given = { readonly [Name in keyof typeof PARAMETERS]: Read<(typeof PARAMETERS)[Name]> };

type Read<Kind> = Kind extends 'list' ? readonly string[] : Kind extends 'number' ? number : string;

/** Every parameter; serverless.yml says what it means. A number that is no number is NaN. */
const PARAMETERS = {
  vpcId: 'text',
  subnetIds: 'list',
  securityGroupIds: 'list',
  clusterArn: 'text',
  kafkaSignIn: 'text',
  domainArn: 'text',
  domainEndpoint: 'text',
  domainAdminRoleArn: 'text',
  brokerType: 'text',
  brokerVolumeGiB: 'number',
  brokerMonitoring: 'text',
  searchNodeType: 'text',
  searchNodes: 'number',
  searchVolumeGiB: 'number',
  searchMasterType: 'text',
  searchServiceLinkedRole: 'text',
  sourceConcurrency: 'number',
  mappingMode: 'text',
  alarmTopicArn: 'text',
  tracing: 'text',
} as const;

/** What `--param` may name, in the order of serverless.yml. */
export const PARAMETER_NAMES: readonly string[] = Object.keys(PARAMETERS);

const READ = {
  text: (text: string): string => text,
  list: (text: string): readonly string[] =>
    text
      .split(',')
      .map((id) => id.trim())
      .filter((id) => id !== ''),
  number: Number,
} as const;

/** The parameters as `serverless.yml` and the command line have them. */
export const readGiven = async ({ resolveVariable }: Osls): Promise<Given> => {
  const entries = Object.entries(PARAMETERS).map(async ([name, kind]) => {
    const value = await resolveVariable(`param:${name}`);
    return [name, READ[kind](String(value).trim())] as const;
  });
  // Each member was read by the row of its own name.
  return Object.fromEntries(await Promise.all(entries)) as Given;
};
