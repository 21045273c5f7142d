import { FAILURE_QUEUE } from '../../infra/failure-queue.ts';
import type { Connector } from '../../shared/config/connector.ts';
import { NAMESPACE } from '../../shared/metrics.ts';
import { physicalId, type Stack } from '../aws/stack.ts';
import { type Answer, ask } from './ask.ts';
import type { Aws, MetricQuestion } from './aws.ts';
import { type Deployed, deployedOf } from './deployed.ts';
import { type ConnectorStatus, stateOf } from './status-of.ts';

/** Everything that `status` tells. */
export type Status = {
  readonly connectors: readonly ConnectorStatus[];
  /** Messages that no function has taken. */
  readonly failureQueue: Answer<number>;
  readonly clusters: readonly { readonly name: string; readonly state: Answer<string> }[];
  readonly domains: readonly { readonly name: string; readonly health: Answer<string> }[];
};

/** Asks AWS for the status of connectors and of what they work with. */
export const collectStatus = async (
  aws: Aws,
  stack: Stack,
  connectors: readonly Connector[],
): Promise<Status> => {
  const clusters = new Set<string>();
  const nodes = new Set<string>();
  const statuses = await Promise.all(
    connectors.map((connector) =>
      connectorStatus(aws, deployedOf(stack, connector), {
        onCluster: (arn) => clusters.add(arn),
        onNode: (node) => nodes.add(node),
      }),
    ),
  );
  return {
    connectors: statuses,
    failureQueue: await ask(() => aws.queueSize(physicalId(stack, FAILURE_QUEUE))),
    clusters: await Promise.all(
      [...clusters].map(async (arn) => ({
        name: arn.split('/')[1] ?? arn,
        state: await ask(() => aws.cluster(arn)),
      })),
    ),
    domains: await Promise.all(
      [...new Set([...nodes].flatMap(domainOf))].map(async (name) => ({
        name,
        health: await ask(() => aws.domain(name)),
      })),
    ),
  };
};

type Heard = {
  readonly onCluster: (arn: string) => void;
  readonly onNode: (node: string) => void;
};

const connectorStatus = async (
  aws: Aws,
  { connector, function: name, rules, mappings }: Deployed,
  { onCluster, onNode }: Heard,
): Promise<ConnectorStatus> => {
  const [ruleStates, own, mappingStates, lag, errant] = await Promise.all([
    ask(() => Promise.all(rules.map(aws.rule))),
    ask(async () => {
      if (name === undefined) return undefined;
      const { openSearch, ...state } = await aws.functionState(name);
      if (openSearch !== undefined) onNode(openSearch);
      return state;
    }),
    ask(() =>
      Promise.all(
        mappings.map(async (uuid) => {
          const { cluster, ...state } = await aws.mappingState(uuid);
          if (cluster !== undefined) onCluster(cluster);
          return state;
        }),
      ),
    ),
    ask(async () => {
      if (name === undefined || connector.kind === 'source') return undefined;
      const [value] = await aws.metrics([lagQuestion(name)]);
      return value;
    }),
    ask(async () => {
      const values = await aws.metrics(errantQuestions(connector));
      return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
    }),
  ]);
  const parts = {
    connector: connector.name,
    kind: connector.kind,
    rules: ruleStates,
    function: own,
    mappings: mappingStates,
    lag,
    errant,
  };
  return { ...parts, state: stateOf(parts) };
};

const QUARTER_HOUR = 900;
const DAY = 86_400;

const lagQuestion = (functionName: string): MetricQuestion => ({
  namespace: 'AWS/Lambda',
  name: 'OffsetLag',
  dimensions: { FunctionName: functionName },
  stat: 'Maximum',
  seconds: QUARTER_HOUR,
});

/** By the topics that our own metrics are counted under: a sink's, and a source's targets as written. */
const errantQuestions = (connector: Connector): readonly MetricQuestion[] => {
  const topics =
    connector.kind === 'sink' ? connector.topics : connector.statements.map(({ target }) => target);
  return [...new Set(topics)].map((topic) => ({
    namespace: NAMESPACE,
    name: 'RecordsErrant',
    dimensions: { Connector: connector.name, Topic: topic },
    stat: 'Sum',
    seconds: DAY,
  }));
};

/** `https://vpc-NAME-<26 characters>.region.es.amazonaws.com`; none where somebody else runs it. */
const DOMAIN = /^https:\/\/(?:vpc|search)-(.+)-[a-z0-9]{26}\./;

const domainOf = (node: string): readonly string[] => {
  const [, name] = DOMAIN.exec(node) ?? [];
  return name === undefined ? [] : [name];
};
