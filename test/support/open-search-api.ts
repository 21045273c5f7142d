import type { ApiAnswer, ApiRequest, OpenSearchApi } from '../../shared/deploy/open-search-api.ts';

type Answer = ApiAnswer | ((request: ApiRequest) => ApiAnswer);

/** Answers by `METHOD /path`, a list in turn, the last one again and again; what is not named has no plugin. */
export const scriptedApi = (
  answers: Readonly<Record<string, Answer | readonly Answer[]>>,
): { readonly api: OpenSearchApi; readonly requests: readonly ApiRequest[] } => {
  const requests: ApiRequest[] = [];
  const counts = new Map<string, number>();
  return {
    requests,
    api: async (request) => {
      requests.push(request);
      const key = `${request.method} ${request.path}`;
      const turn = counts.get(key) ?? 0;
      counts.set(key, turn + 1);
      const list = [answers[key] ?? NO_PLUGIN].flat();
      const answer = list[turn] ?? list.at(-1) ?? NO_PLUGIN;
      return typeof answer === 'function' ? answer(request) : answer;
    },
  };
};

/** As OpenSearch 2.19 and 3.6 answer where no plugin has the path. */
const NO_PLUGIN: ApiAnswer = {
  status: 400,
  body: { error: 'no handler found for uri [/] and method [PUT]' },
};
export const OK: ApiAnswer = { status: 200, body: {} };
export const FORBIDDEN: ApiAnswer = {
  status: 403,
  body: { error: { type: 'security_exception', reason: 'no permissions' }, status: 403 },
};
