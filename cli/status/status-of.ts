import type { Answer } from './ask.ts';

/** A connector's function. */
export type FunctionState = {
  readonly state: string;
  readonly lastUpdate: string;
  /** Reserved; undefined where it takes what the account has. */
  readonly concurrency?: number;
};

/** The mapping of one topic. */
export type MappingState = {
  readonly topic: string;
  readonly state: string;
  readonly lastResult: string;
};

/** What AWS says of a connector. */
export type ConnectorStatus = {
  readonly connector: string;
  readonly kind: 'source' | 'sink';
  /** What all of it comes to. */
  readonly state: 'running' | 'paused' | 'not deployed' | 'needs you';
  readonly rules: Answer<readonly { readonly name: string; readonly isEnabled: boolean }[]>;
  readonly function: Answer<FunctionState | undefined>;
  readonly mappings: Answer<readonly MappingState[]>;
  /** Records that wait in the partition that has most; undefined for a source, and before the first minute. */
  readonly lag: Answer<number | undefined>;
  /** Records of the last day that were errant. */
  readonly errant: Answer<number>;
};

type Parts = Omit<ConnectorStatus, 'state'>;

/** What the parts of a connector come to. A paused one is as somebody wanted it. */
export const stateOf = ({ function: own, rules, mappings }: Parts): ConnectorStatus['state'] => {
  if (!('value' in own)) return 'needs you';
  if (own.value === undefined) return 'not deployed';
  if (isPaused(own.value, mappings)) return 'paused';
  const isWell =
    WELL.has(own.value.state) &&
    own.value.lastUpdate !== 'Failed' &&
    listed(rules).every(({ isEnabled }) => isEnabled) &&
    listed(mappings).every(isMappingWell);
  return isWell ? 'running' : 'needs you';
};

/** Lambda takes a function's instances away that nobody has called for weeks. */
const WELL: ReadonlySet<string> = new Set(['Active', 'Inactive']);

const isMappingWell = ({ state, lastResult }: MappingState): boolean =>
  /^(Enabled|Enabling|Updating|Creating)$/.test(state) && !/PROBLEM|ERROR/i.test(lastResult);

const isPaused = ({ concurrency }: FunctionState, mappings: Parts['mappings']): boolean => {
  const states = listed(mappings).map(({ state }) => state);
  return concurrency === 0 || (states.length > 0 && states.every((state) => /^Disabl/.test(state)));
};

const listed = <T>(answer: Answer<readonly T[]>): readonly T[] =>
  'value' in answer ? answer.value : [];
