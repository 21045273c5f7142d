import type { ApiRequest, OpenSearchApi } from './open-search-api.ts';
import type { PlannedTemplate } from './prepare-plan.ts';
import { ask, type Step } from './step.ts';

/** Puts an index template; indices that exist keep what they have. */
export const templateStep = (api: OpenSearchApi, { name, body }: PlannedTemplate): Step => {
  const put: ApiRequest = {
    method: 'PUT',
    path: `/_index_template/${encodeURIComponent(name)}`,
    body,
  };
  return {
    what: `the index template ${name}`,
    byHand: [put],
    async run() {
      await ask(api, put, ['done']);
      return [];
    },
  };
};
