import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { askedCalls, callText } from '../support/asked-calls.ts';
import { NEEDED } from '../support/needed-calls.ts';
import { NO_EVALUATOR, permitted } from '../support/permitted.ts';
import { policiesOf } from '../support/policies.ts';
import { SITUATIONS } from '../support/situations.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = await temporaryFolder();
afterAll(() => folder[Symbol.asyncDispose]());

describe.each(SITUATIONS)('the roles for $name', (situation) => {
  const { name } = situation;
  const needed = NEEDED[name] ?? {};

  it('are those whose calls are known', async () => {
    const { ofRoles } = await policiesOf(situation, join(folder.path, name));

    expect(new Set(Object.keys(ofRoles))).toEqual(new Set(Object.keys(needed)));
  });

  it.skipIf(NO_EVALUATOR !== undefined)(
    `permit what is done, and neither one action more nor one resource${NO_EVALUATOR === undefined ? '' : `: ${NO_EVALUATOR}`}`,
    async () => {
      const { ofRoles } = await policiesOf(situation, join(folder.path, name));
      const asked = askedCalls(Object.values(needed).flat());

      const answers = await permitted(ofRoles, asked);

      expect(asked.length).toBeGreaterThan(500);
      for (const [role, calls] of Object.entries(needed))
        expect([role, new Set(answers[role]?.map(callText))]).toEqual([
          role,
          new Set(calls.map(callText)),
        ]);
    },
  );
});
