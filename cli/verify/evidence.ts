import { FAILURE_QUEUE } from '../../infra/failure-queue.ts';
import type { Connector } from '../../shared/config/connector.ts';
import { NAMESPACE } from '../../shared/metrics.ts';
import { physicalId, type Stack } from '../aws/stack.ts';
import { type Answer, ask } from '../status/ask.ts';
import type { Aws, MetricQuestion } from '../status/aws.ts';
import { type Deployed, deployedOf } from '../status/deployed.ts';

/** What AWS knows of one hop of the last minutes. */
export type Evidence = {
  readonly hop: string;
  readonly says: string;
  /** Whether the message may have passed; undefined where AWS was not to be asked. */
  readonly isWell: boolean | undefined;
  /** What to look at where it is not. */
  readonly lookAt: string;
};

/** As long as a message that was just sent may take, and CloudWatch to know of it. */
const SECONDS = 600;

/** A part of the way that AWS can be asked about. */
export type EvidencePart = {
  readonly of: 'rules' | 'function' | 'queue' | 'mapping' | 'errant';
  readonly connector: string;
};

/** Asks about each part, in their order. */
export const gatherEvidence = (
  aws: Aws,
  stack: Stack,
  connectors: readonly Connector[],
  parts: readonly EvidencePart[],
): Promise<readonly Evidence[]> =>
  Promise.all(
    parts.flatMap(({ of, connector }) =>
      connectors
        .filter(({ name }) => name === connector)
        .flatMap((each) => QUESTIONS[of](aws, deployedOf(stack, each), stack)),
    ),
  );

type Question = (aws: Aws, deployed: Deployed, stack: Stack) => readonly Promise<Evidence>[];

const QUESTIONS: Readonly<Record<EvidencePart['of'], Question>> = {
  rules: (aws, { rules }) => rules.map((rule) => ruleEvidence(aws, rule)),
  function: (aws, deployed) => [functionEvidence(aws, deployed)],
  queue: (aws, _, stack) => [queueEvidence(aws, stack)],
  mapping: (aws, deployed) => [mappingEvidence(aws, deployed)],
  errant: (aws, deployed) => [letterEvidence(aws, deployed)],
};

type Judged = Pick<Evidence, 'says' | 'isWell'>;

const evidence = async (
  hop: string,
  lookAt: string,
  question: () => Promise<Judged>,
): Promise<Evidence> => {
  const answer: Answer<Judged> = await ask(question);
  return 'value' in answer
    ? { hop, lookAt, ...answer.value }
    : { hop, lookAt, says: answer.unknown, isWell: undefined };
};

const sum = (
  namespace: string,
  name: string,
  dimensions: MetricQuestion['dimensions'],
): MetricQuestion => ({ namespace, name, dimensions, stat: 'Sum', seconds: SECONDS });

const ruleEvidence = (aws: Aws, rule: string): Promise<Evidence> =>
  evidence(
    `rule ${rule}`,
    'its SQL and whether it is enabled (IoT Core, Message routing, Rules); the log group AWSIotLogsV2',
    async () => {
      const [{ isEnabled }, [matched = 0, failed = 0]] = await Promise.all([
        aws.rule(rule),
        aws.metrics([
          sum('AWS/IoT', 'TopicMatch', { RuleName: rule }),
          sum('AWS/IoT', 'Failure', { RuleName: rule, ActionType: 'Lambda' }),
        ]),
      ]);
      return {
        says: `${isEnabled ? 'enabled' : 'disabled'}, ${matched} matched, ${failed} failed`,
        isWell: isEnabled && matched > 0 && failed === 0,
      };
    },
  );

const functionEvidence = (aws: Aws, { connector, function: name }: Deployed): Promise<Evidence> =>
  evidence(
    `function ${name ?? connector.name}`,
    `its log group /aws/lambda/${name ?? ''}, and connectless status`,
    async () => {
      if (name === undefined) return { says: 'not deployed', isWell: false };
      const of = { FunctionName: name };
      const [{ state, concurrency }, [invocations = 0, errors = 0]] = await Promise.all([
        aws.functionState(name),
        aws.metrics([sum('AWS/Lambda', 'Invocations', of), sum('AWS/Lambda', 'Errors', of)]),
      ]);
      const paused = concurrency === 0 ? ', paused' : '';
      return {
        says: `${state}${paused}, ${invocations} invocations, ${errors} errors`,
        isWell: concurrency !== 0 && invocations > 0 && errors === 0,
      };
    },
  );

const queueEvidence = (aws: Aws, stack: Stack): Promise<Evidence> =>
  evidence('failure queue', 'connectless redrive --dry-run', async () => {
    const size = await aws.queueSize(physicalId(stack, FAILURE_QUEUE));
    return { says: size === 0 ? 'empty' : `about ${size} messages`, isWell: size === 0 };
  });

const mappingEvidence = (
  aws: Aws,
  { connector, function: name, mappings }: Deployed,
): Promise<Evidence> =>
  evidence(
    `mapping of ${connector.name}`,
    'connectless status; the log group of its function has the mapping’s own messages',
    async () => {
      const [states, [lag]] = await Promise.all([
        Promise.all(mappings.map(aws.mappingState)),
        aws.metrics([
          {
            namespace: 'AWS/Lambda',
            name: 'OffsetLag',
            dimensions: { FunctionName: name ?? '' },
            stat: 'Maximum',
            seconds: SECONDS,
          },
        ]),
      ]);
      const says = states.map(
        ({ topic, state, lastResult }) => `${topic}: ${state}, ${lastResult}`,
      );
      return {
        says: `${says.join('; ') || 'none'}${lag === undefined ? '' : `, lag ${lag}`}`,
        isWell:
          states.length > 0 &&
          states.every(
            ({ state, lastResult }) => state === 'Enabled' && !/PROBLEM/i.test(lastResult),
          ),
      };
    },
  );

const letterEvidence = (aws: Aws, { connector }: Deployed): Promise<Evidence> =>
  evidence(
    `errant records of ${connector.name}`,
    'connectless dead-letters list --since 15m, from where the brokers can be reached',
    async () => {
      const topics =
        connector.kind === 'sink'
          ? connector.topics
          : [...new Set(connector.statements.map(({ target }) => target))];
      const counts = await aws.metrics(
        topics.map((topic) =>
          sum(NAMESPACE, 'RecordsErrant', { Connector: connector.name, Topic: topic }),
        ),
      );
      const errant = counts.reduce<number>((all, count) => all + (count ?? 0), 0);
      return { says: `${errant}`, isWell: errant === 0 };
    },
  );
