import { type ApiRequest, member, type OpenSearchApi } from './open-search-api.ts';
import type { PlannedTemplate } from './prepare-plan.ts';
import { ask, type Step } from './step.ts';

/**
 * Puts an index template; indices that exist keep what they have. One with a higher `version` than ours stays as it is:
 * so somebody says that a change by hand is to outlast the next deploy.
 */
export const templateStep = (api: OpenSearchApi, { name, body }: PlannedTemplate): Step => {
  const path = `/_index_template/${encodeURIComponent(name)}`;
  const put: ApiRequest = { method: 'PUT', path, body };
  return {
    what: `the index template ${name}`,
    byHand: [put],
    async run() {
      const found = await ask(api, { method: 'GET', path }, ['done', 'missing']);
      const theirs = versionOf(member(found.body, 'index_templates', '0', 'index_template'));
      if (theirs > versionOf(body))
        return [
          `the index template ${name} stays as it is, since its version is ${theirs}: take that out of it to have it replaced`,
        ];
      await ask(api, put, ['done']);
      return [];
    },
  };
};

/** Without a version one is older than any. */
const versionOf = (template: unknown): number => {
  const version = member(template, 'version');
  return typeof version === 'number' ? version : Number.NEGATIVE_INFINITY;
};
