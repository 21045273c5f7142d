import { ConnectError } from '../connect/errors.ts';
import { type ApiRequest, member, type OpenSearchApi } from './open-search-api.ts';
import type { PlannedRetention } from './prepare-plan.ts';
import { ask, type Judged, type Step } from './step.ts';

const ISM = '/_plugins/_ism';
/** Somebody who writes the same policy at the same time is done sooner or later. */
const TRIES = 3;

/**
 * Deletes indices of a pattern that are older than so many days, by an ISM policy: new indices take it
 * by themselves, those that exist are given it; one that has somebody else's policy keeps it. Without
 * days our policy goes.
 */
export const retentionStep = (api: OpenSearchApi, planned: PlannedRetention): Step => {
  const { id, pattern, days } = planned;
  const path = policyPath(id);
  if (days === null)
    return { what: `the end of retention ${id}`, run: () => removePolicy(api, id, pattern) };
  const policy = retentionPolicy(planned, days);
  return {
    what: `the retention policy ${id}`,
    byHand: [{ method: 'PUT', path, body: policy }],
    async run() {
      if ((await putPolicy(api, path, policy)) === 'absent')
        return [`${pattern} is kept for ever: this OpenSearch has no Index State Management`];
      return adopt(api, id, pattern);
    },
  };
};

const policyPath = (id: string): string => `${ISM}/policies/${encodeURIComponent(id)}`;

/** Two states: kept, then deleted. An index's age counts from when it was made, not from the day in its name. */
const retentionPolicy = ({ pattern, isStream }: PlannedRetention, days: number) => ({
  policy: {
    description: `connectless: ${pattern} is kept for ${days} days`,
    default_state: 'keep',
    states: [
      {
        name: 'keep',
        // The index that a stream writes to can't be deleted: each day has one of its own.
        actions: isStream ? [{ rollover: { min_index_age: '1d' } }] : [],
        transitions: [
          {
            state_name: 'delete',
            conditions: { [isStream ? 'min_rollover_age' : 'min_index_age']: `${days}d` },
          },
        ],
      },
      { name: 'delete', actions: [{ delete: {} }], transitions: [] },
    ],
    ism_template: [{ index_patterns: [pattern], priority: priorityOf(pattern) }],
  },
});

/** Of two patterns that overlap the more telling one wins; OpenSearch refuses two of one priority. */
export const priorityOf = (pattern: string): number => 100 + pattern.replaceAll('*', '').length;

type Policy = ReturnType<typeof retentionPolicy>;

/** An update names the version that it replaces, so that nobody's change is lost unseen. */
const putPolicy = async (
  api: OpenSearchApi,
  path: string,
  policy: Policy,
): Promise<'done' | 'absent'> => {
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await ask(api, { method: 'GET', path }, ['done', 'missing', 'absent']);
    if (found.kind === 'absent') return 'absent';
    if (found.kind === 'done' && isSame(found, policy)) return 'done';
    const version = found.kind === 'done' ? versionQuery(found) : '';
    const put: ApiRequest = { method: 'PUT', path: `${path}${version}`, body: policy };
    if ((await ask(api, put, ['done', 'conflict'])).kind === 'done') return 'done';
  }
  throw new ConnectError(`${path} was changed by somebody else ${TRIES} times meanwhile`);
};

/** By the description, which says all that the rest is made of: OpenSearch adds members of its own. */
const isSame = ({ body }: Judged, { policy }: Policy): boolean =>
  member(body, 'policy', 'description') === policy.description;

const versionQuery = ({ body }: Judged): string =>
  `?if_seq_no=${member(body, '_seq_no')}&if_primary_term=${member(body, '_primary_term')}`;

/** The members of an explanation that are no index. */
const TOTALS = new Set(['total_managed_indices']);

type Managed = { readonly index: string; readonly policy: string | null };

/** What policy each index of a pattern has. */
const explain = async (api: OpenSearchApi, pattern: string): Promise<readonly Managed[]> => {
  const path = `${ISM}/explain/${encodeURIComponent(pattern)}`;
  const { body } = await ask(api, { method: 'GET', path }, ['done', 'missing']);
  return Object.entries(Object(body))
    .filter(([index, entry]) => !TOTALS.has(index) && typeof entry === 'object')
    .map(([index, entry]) => ({ index, policy: policyOf(entry) }));
};

const policyOf = (entry: unknown): string | null => {
  const id =
    member(entry, 'policy_id') ?? member(entry, 'index.plugins.index_state_management.policy_id');
  return typeof id === 'string' ? id : null;
};

/** Indices without a policy are given ours, those that have an older version of it the new one. */
const adopt = async (
  api: OpenSearchApi,
  id: string,
  pattern: string,
): Promise<readonly string[]> => {
  const indices = await explain(api, pattern);
  const without = indices.filter(({ policy }) => policy === null);
  const ours = indices.filter(({ policy }) => policy === id);
  const others = indices.filter(({ policy }) => policy !== null && policy !== id);
  return [
    ...(await change(api, 'add', without, { policy_id: id })),
    ...(await change(api, 'change_policy', ours, { policy_id: id })),
    ...others.map(({ index, policy }) => `${index} keeps the ISM policy ${policy} that it has`),
  ];
};

/** A path of too many names would be refused: 4,096 bytes are what OpenSearch reads of one. */
const NAMES_AT_ONCE = 10;

/** Answers with the indices that could not be changed, and why. */
const change = async (
  api: OpenSearchApi,
  action: 'add' | 'change_policy' | 'remove',
  indices: readonly Managed[],
  body?: unknown,
): Promise<readonly string[]> => {
  const warnings: string[] = [];
  for (let start = 0; start < indices.length; start += NAMES_AT_ONCE) {
    const names = indices.slice(start, start + NAMES_AT_ONCE).map(({ index }) => index);
    const path = `${ISM}/${action}/${names.map(encodeURIComponent).join(',')}`;
    const answer = await ask(api, { method: 'POST', path, body }, ['done']);
    const failed = (member(answer.body, 'failed_indices') ?? []) as readonly FailedIndex[];
    for (const { index_name: index, reason } of failed)
      warnings.push(`${index}: ISM did not ${action}: ${reason}`);
  }
  return warnings;
};

type FailedIndex = { readonly index_name: string; readonly reason: string };

/** The indices let go of the policy first: they would go on by the copy that each of them has. */
const removePolicy = async (
  api: OpenSearchApi,
  id: string,
  pattern: string,
): Promise<readonly string[]> => {
  const path = policyPath(id);
  const found = await ask(api, { method: 'GET', path }, ['done', 'missing', 'absent']);
  if (found.kind !== 'done') return [];
  const ours = (await explain(api, pattern)).filter(({ policy }) => policy === id);
  const warnings = await change(api, 'remove', ours);
  await ask(api, { method: 'DELETE', path }, ['done', 'missing']);
  return warnings;
};
