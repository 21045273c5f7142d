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
 *
 * Rules by what index-management 3.4 was seen to answer (test/observed/ism) and by its source: who puts a
 * policy is the one who deletes, since the policy keeps its user (ManagedIndexRunner executes a step in that
 * user's security context); a template takes only indices made after it was written (findMatchingPolicy of
 * ManagedIndexCoordinator).
 */
export const retentionStep = (api: OpenSearchApi, planned: PlannedRetention): Step => {
  const { id, pattern, days } = planned;
  const path = policyPath(id);
  if (days === null)
    return { what: `the end of retention ${id}`, run: () => removePolicy(api, planned) };
  const policy = retentionPolicy(planned, days);
  return {
    what: `the retention policy ${id}`,
    byHand: [{ method: 'PUT', path, body: policy }],
    async run() {
      const stored = await putPolicy(api, path, policy);
      if (stored === undefined)
        return [`${pattern} is kept for ever: this OpenSearch has no Index State Management`];
      return adopt(api, planned, versionOf(stored));
    },
  };
};

const policyPath = (id: string): string => `${ISM}/policies/${encodeURIComponent(id)}`;

/** Two states: kept, then deleted. An index's age counts from when it was made, not from the day in its name. */
const retentionPolicy = ({ pattern, isStream }: PlannedRetention, days: number) => ({
  policy: {
    description: isStream
      ? `connectless: the data stream ${pattern} is kept for ${days} days`
      : `connectless: ${pattern} is kept for ${days} days`,
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

/**
 * The policy as it is stored then, undefined where there is no plugin. An update names the version that it
 * replaces, so that nobody's change is lost unseen: without one ISM creates, and answers 409 to a second
 * policy of the name (putPolicy of TransportIndexPolicyAction).
 */
const putPolicy = async (
  api: OpenSearchApi,
  path: string,
  policy: Policy,
): Promise<Judged | undefined> => {
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await ask(api, { method: 'GET', path }, ['done', 'missing', 'absent']);
    if (found.kind === 'absent') return undefined;
    if (found.kind === 'done' && isSame(found, policy)) return found;
    const version = found.kind === 'done' ? versionQuery(found) : '';
    const put: ApiRequest = { method: 'PUT', path: `${path}${version}`, body: policy };
    const answer = await ask(api, put, ['done', 'conflict']);
    if (answer.kind === 'done') return answer;
  }
  throw new ConnectError(
    `${path} was changed by somebody else ${TRIES} times meanwhile: deploy again`,
  );
};

const isSame = ({ body }: Judged, { policy }: Policy): boolean =>
  holds(member(body, 'policy'), policy);

/** Whether all of ours is there: OpenSearch adds members of its own, and of its defaults, but no element to a list. */
const holds = (stored: unknown, ours: unknown): boolean => {
  if (typeof ours !== 'object' || ours === null) return stored === ours;
  if (typeof stored !== 'object' || stored === null) return false;
  if (Array.isArray(ours) && member(stored, 'length') !== ours.length) return false;
  return Object.entries(ours).every(([key, value]) => holds(member(stored, key), value));
};

const versionQuery = ({ body }: Judged): string =>
  `?if_seq_no=${member(body, '_seq_no')}&if_primary_term=${member(body, '_primary_term')}`;

/** A version of a policy: both numbers count for the document that holds it. */
type Version = { readonly sequence: unknown; readonly term: unknown };

const versionOf = ({ body }: Judged): Version => ({
  sequence: member(body, '_seq_no'),
  term: member(body, '_primary_term'),
});

type Managed = {
  readonly index: string;
  readonly policy: string | null;
  readonly version: Version;
};

/**
 * What policy each index of a pattern has. An explanation holds closed and hidden indices, a data stream's
 * backing indices, and those that only an alias of a fitting name leads to (DefaultIndexMetadataService):
 * the last are somebody else's, and would be deleted with ours. Where nothing fits, as before the first
 * record, ISM refuses itself: TransportExplainAction gets the documents of no index.
 */
const explain = async (
  api: OpenSearchApi,
  planned: PlannedRetention,
): Promise<readonly Managed[]> => {
  const path = `${ISM}/explain/${encodeURIComponent(planned.pattern)}`;
  const { kind, body } = await ask(api, { method: 'GET', path }, ['done', 'missing', 'empty']);
  if (kind !== 'done') return [];
  const name = ownNames(planned);
  return Object.entries(Object(body))
    .filter(([index]) => name.test(index))
    .map(([index, entry]) => ({
      index,
      policy: policyOf(entry),
      version: {
        sequence: member(entry, 'policy_seq_no'),
        term: member(entry, 'policy_primary_term'),
      },
    }));
};

/** An index's name that the pattern itself fits, or that of a backing index of the stream. */
const ownNames = ({ pattern, isStream }: PlannedRetention): RegExp => {
  const own = pattern.split('*').map(literally).join('.*');
  return new RegExp(isStream ? String.raw`^\.ds-${own}-\d+$` : `^${own}$`);
};

const literally = (text: string): string => text.replaceAll(/[^\w-]/g, String.raw`\$&`);

const policyOf = (entry: unknown): string | null => {
  const id = member(entry, 'index.plugins.index_state_management.policy_id');
  return typeof id === 'string' ? id : null;
};

/**
 * Indices without a policy are given ours, those that have an older version of it the new one: each goes
 * by a copy, which an update of the policy leaves as it was. One that ISM has not begun with tells no version.
 */
const adopt = async (
  api: OpenSearchApi,
  planned: PlannedRetention,
  { sequence, term }: Version,
): Promise<readonly string[]> => {
  const { id } = planned;
  const indices = await explain(api, planned);
  const without = indices.filter(({ policy }) => policy === null);
  const older = indices.filter(
    ({ policy, version }) =>
      policy === id && !(version.sequence === sequence && version.term === term),
  );
  const others = indices.filter(({ policy }) => policy !== null && policy !== id);
  return [
    ...(await change(api, 'add', without, { policy_id: id })),
    ...(await change(api, 'change_policy', older, { policy_id: id })),
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
  planned: PlannedRetention,
): Promise<readonly string[]> => {
  const path = policyPath(planned.id);
  const found = await ask(api, { method: 'GET', path }, ['done', 'missing', 'absent']);
  if (found.kind !== 'done') return [];
  const ours = (await explain(api, planned)).filter(({ policy }) => policy === planned.id);
  const warnings = await change(api, 'remove', ours);
  await ask(api, { method: 'DELETE', path }, ['done', 'missing']);
  return warnings;
};
