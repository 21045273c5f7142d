import { within } from '../connect/deadline.ts';
import { ConfigError, ConnectError } from '../connect/errors.ts';
import type { CustomResourcePorts } from './custom-resource.ts';
import { cutOverByHand, cutOverStep } from './cut-over.ts';
import { templateStep } from './index-template.ts';
import type { KafkaAdmin } from './kafka-admin.ts';
import { type ApiRequest, member, type OpenSearchApi } from './open-search-api.ts';
import type { PreparePlan } from './prepare-plan.ts';
import { reasonOf } from './reason.ts';
import { retentionStep } from './retention.ts';
import { roleStep } from './security-role.ts';
import { type Denied, type Finding, ForbiddenError, type Step } from './step.ts';
import { topicsByHand, topicsStep } from './topics.ts';

/** What the custom resource is declared with; CloudFormation makes text of every number and boolean. */
type PrepareProperties = {
  /** A `PreparePlan` as JSON. */
  readonly Plan: string;
  /** The IAM role of each function that a role of the plan names. */
  readonly RoleArns: Readonly<Record<string, string>>;
  /** What a right means that the cluster denies us. */
  readonly DeniedByCluster: Consequence;
  /** The same of the domain. */
  readonly DeniedByDomain: Consequence;
};

/** A fault where the deploy itself gives the right, else work for an administrator. */
type Consequence = 'fail' | 'print';

export type PreparePorts = {
  /** For as long as the signal lasts. */
  openSearch(signal: AbortSignal): OpenSearchApi;
  kafka(): Promise<KafkaAdmin>;
  /** Tells the log what a person should know, in full. */
  log(entry: PrepareEntry): void;
};

/** What the log says of a deploy. */
export type PrepareEntry = {
  readonly level: 'warn';
  readonly message: 'prepare';
} & ({ readonly warning: string } | { readonly request: string });

/** CloudFormation takes an answer of 4 KB. */
const ATTRIBUTE_LENGTH = 1_200;
const NONE = 'none';
/** Some tries of Secrets Manager or Parameter Store. */
const SIGN_IN_TIMEOUT = 30_000;

/**
 * Brings about what a plan says, in the order of a message. Each step may be repeated and
 * is tried even where another failed, so that every reason is told at once. Attributes: `Warnings`, and
 * `Requests` that an administrator of the domain still has to send, or commands for one of the cluster;
 * `none` where there are none.
 */
export const createPrepare =
  ({ openSearch, kafka, log }: PreparePorts): CustomResourcePorts['apply'] =>
  async (properties, signal) => {
    const given = readProperties(properties);
    const plan = readPlan(given.Plan);
    const { admin, outcome } = needsKafka(plan) ? await signIn(kafka, signal) : NOBODY;
    try {
      const outcomes: Outcome[] = [leftToPeople(plan), outcome];
      for (const { steps, denied } of stagesOf(plan, given, { admin, api: openSearch(signal) }))
        outcomes.push(...(await Promise.all(steps.map((step) => settle(step, denied, signal)))));
      return told(outcomes, log);
    } finally {
      void admin?.close();
    }
  };

type SignedIn = { readonly admin?: KafkaAdmin; readonly outcome: Outcome };

const NOBODY: SignedIn = { outcome: {} };

/** Secrets that can't be reached, where the network has no endpoint for them, leave time to all else. */
const signIn = async (kafka: PreparePorts['kafka'], signal: AbortSignal): Promise<SignedIn> => {
  let admin: KafkaAdmin | undefined;
  const run = async (): Promise<readonly []> => {
    admin = await kafka();
    return [];
  };
  const what = 'the files and secrets that say how to sign in to Kafka';
  const limit = AbortSignal.any([signal, AbortSignal.timeout(SIGN_IN_TIMEOUT)]);
  const outcome = await settle({ what, run }, 'fail', limit);
  return { ...(admin !== undefined && { admin }), outcome };
};

const needsKafka = ({ topics, cutOvers, kafkaByHand }: PreparePlan): boolean =>
  kafkaByHand === undefined && topics.length + cutOvers.length > 0;

/** Kafka's part where there is nothing to sign in with. */
const leftToPeople = ({ topics, cutOvers, kafkaByHand }: PreparePlan): Outcome =>
  kafkaByHand === undefined
    ? {}
    : {
        warnings: [kafkaByHand],
        requests: [
          ...topicsByHand(topics),
          ...cutOvers.map((planned) => cutOverByHand(planned, 'is left to you')),
        ].map(commandText),
      };

/** @throws ConnectError with every reason */
const told = (
  outcomes: readonly Outcome[],
  log: PreparePorts['log'],
): { readonly Warnings: string; readonly Requests: string } => {
  const reasons = outcomes.flatMap((outcome) => outcome.reasons ?? []);
  if (reasons.length > 0) throw new ConnectError(reasons.join('\n'));
  const warnings = outcomes.flatMap((outcome) => outcome.warnings ?? []);
  const requests = outcomes.flatMap((outcome) => outcome.requests ?? []);
  for (const warning of warnings) log({ level: 'warn', message: 'prepare', warning });
  for (const request of requests) log({ level: 'warn', message: 'prepare', request });
  return { Warnings: attribute(warnings), Requests: attribute(requests) };
};

/** What became of a step. */
type Outcome = {
  readonly warnings?: readonly string[];
  readonly requests?: readonly string[];
  readonly reasons?: readonly string[];
};

const settle = async (
  { what, run, byHand = [] }: Step,
  denied: Consequence,
  signal: AbortSignal,
): Promise<Outcome> => {
  if (signal.aborted) return { reasons: [`${what}: not begun, since the time was over`] };
  try {
    return outcomeOf(what, await within(signal, run()), denied);
  } catch (error) {
    if (error === signal.reason) return { reasons: [`${what}: not done when the time was over`] };
    if (error instanceof ForbiddenError && denied === 'print')
      return { requests: byHand.map(requestText) };
    return { reasons: [`${what}: ${reasonOf(error)}`] };
  }
};

const outcomeOf = (what: string, findings: readonly Finding[], denied: Consequence): Outcome => {
  const warnings = findings.filter((finding) => typeof finding === 'string');
  const refused = findings.filter((finding) => typeof finding !== 'string');
  return denied === 'print'
    ? { warnings, requests: refused.map(commandText) }
    : { warnings, reasons: refused.map(({ reason }) => `${what}: ${reason}`) };
};

type World = { readonly admin: KafkaAdmin | undefined; readonly api: OpenSearchApi };

/** Steps that don't wait for each other. */
type Stage = { readonly steps: readonly Step[]; readonly denied: Consequence };

/** What comes one after the other. */
const stagesOf = (
  { topics, cutOvers, templates, retention, roles }: PreparePlan,
  { RoleArns, DeniedByCluster, DeniedByDomain }: PrepareProperties,
  { admin, api }: World,
): readonly Stage[] => {
  const ofCluster = admin
    ? [
        topics.length > 0 ? [topicsStep(admin, topics)] : [],
        // Kafka lets the first member of a group wait for others: three seconds, by default.
        cutOvers.map((cutOver) => cutOverStep(admin, cutOver)),
      ]
    : [];
  const ofDomain = [
    ...roles.map((role) => roleStep(api, role, RoleArns[role.function] ?? '')),
    ...templates.map((template) => templateStep(api, template)),
    ...retention.map((policy) => retentionStep(api, policy)),
  ];
  return [
    ...ofCluster.map((steps) => ({ steps, denied: DeniedByCluster })),
    ...ofDomain.map((step) => ({ steps: [step], denied: DeniedByDomain })),
  ];
};

/** As OpenSearch Dashboards' Dev Tools takes it. */
const requestText = ({ method, path, body }: ApiRequest): string =>
  `${method} ${path}\n${JSON.stringify(body)}`;

/** As a shell takes it. */
const commandText = ({ reason, byHand }: Denied): string => [`# ${reason}`, ...byHand].join('\n');

const attribute = (texts: readonly string[]): string => {
  const text = texts.join('\n\n');
  if (text === '') return NONE;
  return text.length <= ATTRIBUTE_LENGTH
    ? text
    : `${text.slice(0, ATTRIBUTE_LENGTH)}… (the rest is in the function's log)`;
};

const isConsequence = (value: unknown): boolean => value === 'fail' || value === 'print';

const EXPECTED: readonly {
  readonly key: keyof PrepareProperties;
  readonly isRight: (value: unknown) => boolean;
  readonly expected: string;
}[] = [
  { key: 'Plan', isRight: (value) => typeof value === 'string', expected: 'JSON text' },
  {
    key: 'RoleArns',
    isRight: (value) => typeof value === 'object',
    expected: 'an object of ARNs',
  },
  { key: 'DeniedByCluster', isRight: isConsequence, expected: 'fail or print' },
  { key: 'DeniedByDomain', isRight: isConsequence, expected: 'fail or print' },
];

/** @throws ConfigError with what is missing */
const readProperties = (properties: unknown): PrepareProperties => {
  const faults = EXPECTED.filter(({ key, isRight }) => !isRight(member(properties, key)));
  if (faults.length === 0) return properties as PrepareProperties;
  throw new ConfigError(
    faults.map(({ key, expected }) => ({
      file: 'custom resource',
      key,
      severity: 'error',
      expected,
    })),
  );
};

/** @throws ConfigError where it is no JSON */
const readPlan = (text: string): PreparePlan => {
  try {
    // Our own packaging has written it.
    return JSON.parse(text) as PreparePlan;
  } catch (cause) {
    throw new ConfigError(
      [{ file: 'custom resource', key: 'Plan', severity: 'error', expected: 'JSON' }],
      { cause },
    );
  }
};
