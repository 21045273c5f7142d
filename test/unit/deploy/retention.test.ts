import { describe, expect, it } from 'vitest';
import type { ApiAnswer } from '../../../shared/deploy/open-search-api.ts';
import { retentionStep } from '../../../shared/deploy/retention.ts';
import { FORBIDDEN, OK, scriptedApi } from '../../support/open-search-api.ts';

const POLICY = '/_plugins/_ism/policies/connectless-phones';
const EXPLAIN = 'GET /_plugins/_ism/explain/phones_*';
const planned = { id: 'connectless-phones', pattern: 'phones_*', isStream: false, days: 30 };
const MISSING: ApiAnswer = {
  status: 404,
  body: { error: { type: 'status_exception', reason: 'Policy not found' }, status: 404 },
};
const NOTHING: ApiAnswer = { status: 200, body: { total_managed_indices: 0 } };

/** What ISM answers for a policy that it has. */
const stored = (days: number, sequence = 7): ApiAnswer => ({
  status: 200,
  body: {
    _id: 'connectless-phones',
    _seq_no: sequence,
    _primary_term: 2,
    policy: {
      description: `connectless: phones_* is kept for ${days} days`,
      default_state: 'keep',
      last_updated_time: 1,
    },
  },
});

const managed = (policies: Readonly<Record<string, string | null>>): ApiAnswer => ({
  status: 200,
  body: {
    ...Object.fromEntries(
      Object.entries(policies).map(([index, policy]) => [
        index,
        {
          'index.plugins.index_state_management.policy_id': policy,
          ...(policy && { index, policy_id: policy }),
        },
      ]),
    ),
    total_managed_indices: 1,
  },
});

describe('retentionStep', () => {
  it('puts a policy that new indices take by themselves and that deletes old ones', async () => {
    const { api, requests } = scriptedApi({
      [`GET ${POLICY}`]: MISSING,
      [`PUT ${POLICY}`]: OK,
      [EXPLAIN]: NOTHING,
    });

    expect(await retentionStep(api, planned).run()).toEqual([]);
    expect(requests.find(({ method }) => method === 'PUT')?.body).toEqual({
      policy: {
        description: 'connectless: phones_* is kept for 30 days',
        default_state: 'keep',
        states: [
          {
            name: 'keep',
            actions: [],
            transitions: [{ state_name: 'delete', conditions: { min_index_age: '30d' } }],
          },
          { name: 'delete', actions: [{ delete: {} }], transitions: [] },
        ],
        ism_template: [{ index_patterns: ['phones_*'], priority: 107 }],
      },
    });
  });

  it('replaces exactly the version that it has seen', async () => {
    const put = `PUT ${POLICY}?if_seq_no=7&if_primary_term=2`;
    const { api, requests } = scriptedApi({
      [`GET ${POLICY}`]: stored(7),
      [put]: OK,
      [EXPLAIN]: NOTHING,
    });

    await retentionStep(api, planned).run();

    expect(requests.map(({ method, path }) => `${method} ${path}`)).toContain(put);
  });

  it('leaves a policy that says the same already', async () => {
    const { api, requests } = scriptedApi({ [`GET ${POLICY}`]: stored(30), [EXPLAIN]: NOTHING });

    await retentionStep(api, planned).run();

    expect(requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  it('reads again where somebody else was quicker, and gives up after some times', async () => {
    const CONFLICT: ApiAnswer = {
      status: 409,
      body: { error: { type: 'version_conflict_engine_exception', reason: 'other' } },
    };
    const once = scriptedApi({
      [`GET ${POLICY}`]: [stored(7, 7), stored(7, 8)],
      [`PUT ${POLICY}?if_seq_no=7&if_primary_term=2`]: CONFLICT,
      [`PUT ${POLICY}?if_seq_no=8&if_primary_term=2`]: OK,
      [EXPLAIN]: NOTHING,
    });
    const always = scriptedApi({ [`GET ${POLICY}`]: MISSING, [`PUT ${POLICY}`]: CONFLICT });

    expect(await retentionStep(once.api, planned).run()).toEqual([]);
    await expect(retentionStep(always.api, planned).run()).rejects.toThrow('changed by somebody');
  });

  it('gives the policy to indices that exist, its new version to those that have it, and no other', async () => {
    const { api, requests } = scriptedApi({
      [`GET ${POLICY}`]: stored(30),
      [EXPLAIN]: managed({
        'phones_2025-04-24': null,
        'phones_2025-04-25': 'connectless-phones',
        'phones_2025-04-26': 'theirs',
      }),
      'POST /_plugins/_ism/add/phones_2025-04-24': {
        status: 200,
        body: {
          failures: true,
          failed_indices: [{ index_name: 'phones_2025-04-24', reason: 'it is being made' }],
        },
      },
      'POST /_plugins/_ism/change_policy/phones_2025-04-25': OK,
    });

    expect(await retentionStep(api, planned).run()).toEqual([
      'phones_2025-04-24: ISM did not add: it is being made',
      'phones_2025-04-26 keeps the ISM policy theirs that it has',
    ]);
    expect(requests.filter(({ method }) => method === 'POST').map(({ body }) => body)).toEqual([
      { policy_id: 'connectless-phones' },
      { policy_id: 'connectless-phones' },
    ]);
  });

  it('names few indices at once', async () => {
    const names = Array.from({ length: 25 }, (_, day) => `phones_${day}`);
    const { api, requests } = scriptedApi({
      [`GET ${POLICY}`]: stored(30),
      [EXPLAIN]: managed(Object.fromEntries(names.map((name) => [name, null]))),
      [`POST /_plugins/_ism/add/${names.slice(0, 10).join(',')}`]: OK,
      [`POST /_plugins/_ism/add/${names.slice(10, 20).join(',')}`]: OK,
      [`POST /_plugins/_ism/add/${names.slice(20).join(',')}`]: OK,
    });

    expect(await retentionStep(api, planned).run()).toEqual([]);
    expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(3);
  });

  it('rolls a data stream over each day, since its newest index can not be deleted', async () => {
    const { api, requests } = scriptedApi({
      [`GET ${POLICY}`]: MISSING,
      [`PUT ${POLICY}`]: OK,
      'GET /_plugins/_ism/explain/logs-phones': NOTHING,
    });

    await retentionStep(api, { ...planned, pattern: 'logs-phones', isStream: true }).run();

    expect(requests[1]?.body).toMatchObject({
      policy: {
        states: [
          {
            actions: [{ rollover: { min_index_age: '1d' } }],
            transitions: [{ conditions: { min_rollover_age: '30d' } }],
          },
          {},
        ],
      },
    });
  });

  it('says that nothing is deleted where there is no Index State Management', async () => {
    const { api } = scriptedApi({});

    expect(await retentionStep(api, planned).run()).toEqual([
      'phones_* is kept for ever: this OpenSearch has no Index State Management',
    ]);
  });

  it('takes the policy from the indices before it deletes it, where no retention is asked for', async () => {
    const { api, requests } = scriptedApi({
      [`GET ${POLICY}`]: stored(30),
      [EXPLAIN]: managed({ 'phones_2025-04-24': 'connectless-phones', phones_1: 'theirs' }),
      'POST /_plugins/_ism/remove/phones_2025-04-24': OK,
      [`DELETE ${POLICY}`]: OK,
    });

    expect(await retentionStep(api, { ...planned, days: null }).run()).toEqual([]);
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `GET ${POLICY}`,
      EXPLAIN,
      'POST /_plugins/_ism/remove/phones_2025-04-24',
      `DELETE ${POLICY}`,
    ]);
  });

  it.each([MISSING, { status: 400, body: { error: 'no handler found' } }])(
    'has nothing to end where there is none (%#)',
    async (answer) => {
      const { api, requests } = scriptedApi({ [`GET ${POLICY}`]: answer });

      expect(await retentionStep(api, { ...planned, days: null }).run()).toEqual([]);
      expect(requests).toHaveLength(1);
    },
  );

  it('rejects with what OpenSearch refused', async () => {
    const { api } = scriptedApi({
      [`GET ${POLICY}`]: MISSING,
      [`PUT ${POLICY}`]: {
        status: 400,
        body: { error: { type: 'illegal_argument_exception', reason: 'same priority' } },
      },
    });
    const denied = scriptedApi({ [`GET ${POLICY}`]: FORBIDDEN });

    await expect(retentionStep(api, planned).run()).rejects.toThrow(
      `PUT ${POLICY} was refused: 400 illegal_argument_exception: same priority`,
    );
    await expect(retentionStep(denied.api, planned).run()).rejects.toThrow('403');
  });
});
