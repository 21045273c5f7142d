import type { ApiRequest, OpenSearchApi } from './open-search-api.ts';
import type { PlannedRole } from './prepare-plan.ts';
import { ask, type Step } from './step.ts';

const API = '/_plugins/_security/api';

/**
 * Gives a security role to an IAM role, where the domain has fine-grained access control. Role and
 * mapping are the deploy's own: what somebody else has added to them is replaced.
 */
export const roleStep = (
  api: OpenSearchApi,
  { name, body }: PlannedRole,
  roleArn: string,
): Step => {
  const path = encodeURIComponent(name);
  const role: ApiRequest = { method: 'PUT', path: `${API}/roles/${path}`, body };
  const mapping: ApiRequest = {
    method: 'PUT',
    path: `${API}/rolesmapping/${path}`,
    body: { backend_roles: [roleArn] },
  };
  return {
    what: `the security role ${name}`,
    byHand: [role, mapping],
    async run() {
      const { kind } = await ask(api, role, ['done', 'absent']);
      // Without fine-grained access control IAM alone decides.
      if (kind === 'done') await ask(api, mapping, ['done']);
      return [];
    },
  };
};
