import { hasHeaderKey } from './has-header-key.ts';
import type { PredicateDefinition } from './predicate.ts';
import { recordIsTombstone } from './record-is-tombstone.ts';
import { topicNameMatches } from './topic-name-matches.ts';

/** All predicates: what runs, what is validated and what is documented come from here. */
export const PREDICATES: readonly PredicateDefinition[] = [
  topicNameMatches,
  hasHeaderKey,
  recordIsTombstone,
];
