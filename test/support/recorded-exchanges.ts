import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { ApiAnswer, ApiRequest, OpenSearchApi } from '../../shared/deploy/open-search-api.ts';

/** What was asked of a real OpenSearch, and what it answered. */
export type Exchange = { readonly request: ApiRequest; readonly answer: ApiAnswer };

/** The exchanges of one run, in their order, by what the run was about. */
export const recordedExchanges = (recording: URL): Readonly<Record<string, readonly Exchange[]>> =>
  JSON.parse(readFileSync(recording, 'utf8'));

/** Answers as it was recorded, and rejects any request that is another, or comes at another time. */
export const recordedApi = (
  exchanges: readonly Exchange[],
): { readonly api: OpenSearchApi; rest(): readonly Exchange[] } => {
  const rest = [...exchanges];
  return {
    rest: () => rest,
    api: async (request) => {
      const next = rest.shift();
      assert.deepEqual(JSON.parse(JSON.stringify(request)), next?.request);
      assert(next);
      return next.answer;
    },
  };
};
