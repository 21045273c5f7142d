import { beforeAll, describe, expect, it } from 'vitest';
import { KNOWN_DIFFERENCES } from '../observed/known-differences.ts';
import { knownFates, observedFates, replay } from '../support/observed-replay.ts';
import { PROFILES, type Profile } from '../support/observed-runs.ts';
import { sharedOpenSearch } from '../support/shared-servers.ts';

const knownOf = ({ profile }: Profile, id: string) =>
  KNOWN_DIFFERENCES.filter(
    ({ profiles, cases }) => profiles.includes(profile) && cases.includes(id),
  );

const RUNS = PROFILES.flatMap((profile) =>
  Object.entries(profile.cases).map(([id, observed]) => ({
    profile,
    id,
    observed,
    known: knownOf(profile, id),
    name: `${profile.profile}, ${id}`,
  })),
);

describe('a recorded run of a real connector', () => {
  let node: string;
  beforeAll(async () => {
    node = await sharedOpenSearch();
  });

  it.each(RUNS.filter(({ known }) => known.length === 0))(
    'ends here as it did there: $name',
    async ({ profile, id, observed }) => {
      expect(await replay(profile, id, node)).toEqual(observedFates(observed));
    },
  );

  it.each(RUNS.filter(({ known }) => known.length > 0))(
    'ends here as parity.md says: $name',
    async ({ profile, id, observed, known: [known, ...more] }) => {
      const here = await replay(profile, id, node);

      expect(here).toEqual(knownFates(profile, id, known?.here ?? []));
      expect(here).not.toEqual(observedFates(observed));
      expect(more).toEqual([]);
    },
  );

  it('is there for every difference that is known', () => {
    const runs = new Set(RUNS.map(({ name }) => name));

    const missing = KNOWN_DIFFERENCES.flatMap(({ profiles, cases }) =>
      profiles.flatMap((profile) => cases.map((id) => `${profile}, ${id}`)),
    ).filter((name) => !runs.has(name));

    expect(missing).toEqual([]);
  });
});
