import { functionId, logicalId } from '../../infra/logical-id.ts';
import type { Connector } from '../../shared/config/connector.ts';
import type { Stack } from '../aws/stack.ts';

/** AWS' names of what a deploy has made of a connector; `function` is undefined where it has not. */
export type Deployed = {
  readonly connector: Connector;
  readonly function?: string;
  /** Names of topic rules. */
  readonly rules: readonly string[];
  /** UUIDs of event source mappings. */
  readonly mappings: readonly string[];
};

/** What a stack has of a connector; rules and mappings of today's files or of those deployed before. */
export const deployedOf = (stack: Stack, connector: Connector): Deployed => {
  const prefix = logicalId(connector.name);
  const name = stack.get(functionId(prefix))?.PhysicalResourceId;
  return {
    connector,
    ...(name !== undefined && { function: name }),
    rules: named(stack, `${prefix}TopicRule`),
    mappings: named(stack, `${prefix}EventSourceMapping`),
  };
};

/** infra/ ends such ids with the mark of a filter or a topic. */
const MARK = /^[0-9a-f]{8}$/;

const named = (stack: Stack, prefix: string): readonly string[] =>
  [...stack]
    .filter(([id]) => id.startsWith(prefix) && MARK.test(id.slice(prefix.length)))
    .flatMap(([, { PhysicalResourceId }]) => PhysicalResourceId ?? []);
