import { within } from '../connect/deadline.ts';
import { ConfigError, ConnectError } from '../connect/errors.ts';
import type { CustomResourcePorts } from './custom-resource.ts';
import { cutOverStep } from './cut-over.ts';
import { templateStep } from './index-template.ts';
import type { KafkaAdmin } from './kafka-admin.ts';
import { type ApiRequest, member, type OpenSearchApi } from './open-search-api.ts';
import type { PreparePlan } from './prepare-plan.ts';
import { reasonOf } from './reason.ts';
import { retentionStep } from './retention.ts';
import { roleStep } from './security-role.ts';
import { ForbiddenError, type Step } from './step.ts';
import { topicsStep } from './topics.ts';

/** What the custom resource is declared with; CloudFormation makes text of every number and boolean. */
type PrepareProperties = {
  /** A `PreparePlan` as JSON. */
  readonly Plan: string;
  /** The IAM role of each function that a role of the plan names. */
  readonly RoleArns: Readonly<Record<string, string>>;
  /** What a right that the domain denies us means: a fault, or work for an administrator. */
  readonly Denied: 'fail' | 'print';
};

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

/**
 * Brings about what a plan says, in the order of a message. Each step may be repeated and
 * is tried even where another failed, so that every reason is told at once. Attributes: `Warnings`, and
 * `Requests` that an administrator of the domain still has to send; `none` where there are none.
 */
export const createPrepare =
  ({ openSearch, kafka, log }: PreparePorts): CustomResourcePorts['apply'] =>
  async (properties, signal) => {
    const { Plan, RoleArns, Denied } = readProperties(properties);
    const plan = readPlan(Plan);
    const admin = needsKafka(plan) ? await kafka() : undefined;
    try {
      const outcomes: Outcome[] = [];
      for (const stage of stagesOf(plan, RoleArns, { admin, api: openSearch(signal) }))
        outcomes.push(...(await Promise.all(stage.map((step) => settle(step, Denied, signal)))));
      return told(outcomes, log);
    } finally {
      void admin?.close();
    }
  };

/** A cluster that the files alone know how to sign in to is nobody's to prepare. */
const needsKafka = ({ topics, cutOvers }: PreparePlan): boolean =>
  topics.length + cutOvers.length > 0;

/** @throws ConnectError with every reason */
const told = (
  outcomes: readonly Outcome[],
  log: PreparePorts['log'],
): { readonly Warnings: string; readonly Requests: string } => {
  const reasons = outcomes.flatMap(({ reason }) => reason ?? []);
  if (reasons.length > 0) throw new ConnectError(reasons.join('\n'));
  const warnings = outcomes.flatMap((outcome) => outcome.warnings ?? []);
  const requests = outcomes.flatMap((outcome) => outcome.requests ?? []).map(requestText);
  for (const warning of warnings) log({ level: 'warn', message: 'prepare', warning });
  for (const request of requests) log({ level: 'warn', message: 'prepare', request });
  return { Warnings: attribute(warnings), Requests: attribute(requests) };
};

/** What became of a step. */
type Outcome = {
  readonly warnings?: readonly string[];
  readonly requests?: readonly ApiRequest[];
  readonly reason?: string;
};

const settle = async (
  { what, run, byHand = [] }: Step,
  denied: PrepareProperties['Denied'],
  signal: AbortSignal,
): Promise<Outcome> => {
  if (signal.aborted) return { reason: `${what}: not begun, since the time was over` };
  try {
    return { warnings: await within(signal, run()) };
  } catch (error) {
    if (error === signal.reason) return { reason: `${what}: not done when the time was over` };
    if (error instanceof ForbiddenError && denied === 'print') return { requests: byHand };
    return { reason: `${what}: ${reasonOf(error)}` };
  }
};

type World = { readonly admin: KafkaAdmin | undefined; readonly api: OpenSearchApi };

/** What comes one after the other; the steps of a stage don't wait for each other. */
const stagesOf = (
  { topics, cutOvers, templates, retention, roles }: PreparePlan,
  roleArns: PrepareProperties['RoleArns'],
  { admin, api }: World,
): readonly (readonly Step[])[] => [
  ...(admin
    ? [
        topics.length > 0 ? [topicsStep(admin, topics)] : [],
        // kafkajs takes five seconds for each.
        cutOvers.map((cutOver) => cutOverStep(admin, cutOver)),
      ]
    : []),
  ...roles.map((role) => [roleStep(api, role, roleArns[role.function] ?? '')]),
  ...templates.map((template) => [templateStep(api, template)]),
  ...retention.map((policy) => [retentionStep(api, policy)]),
];

/** As OpenSearch Dashboards' Dev Tools takes it. */
const requestText = ({ method, path, body }: ApiRequest): string =>
  `${method} ${path}\n${JSON.stringify(body)}`;

const attribute = (texts: readonly string[]): string => {
  const text = texts.join('\n\n');
  if (text === '') return NONE;
  return text.length <= ATTRIBUTE_LENGTH
    ? text
    : `${text.slice(0, ATTRIBUTE_LENGTH)}… (the rest is in the function's log)`;
};

/** @throws ConfigError with what is missing */
const readProperties = (properties: unknown): PrepareProperties => {
  const faults = [
    ...(typeof member(properties, 'Plan') === 'string' ? [] : [['Plan', 'JSON text'] as const]),
    ...(typeof member(properties, 'RoleArns') === 'object'
      ? []
      : [['RoleArns', 'an object of ARNs'] as const]),
    ...(['fail', 'print'].includes(String(member(properties, 'Denied')))
      ? []
      : [['Denied', 'fail or print'] as const]),
  ];
  if (faults.length === 0) return properties as PrepareProperties;
  throw new ConfigError(
    faults.map(([key, expected]) => ({
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
