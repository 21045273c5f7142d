/** A request to one of OpenSearch's own interfaces, beside `_bulk`. */
export type ApiRequest = {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** With its leading slash, percent-encoded, and its query. */
  readonly path: string;
  readonly body?: unknown;
};

/** What came back, whatever its status; `body` is what JSON the answer had. */
export type ApiAnswer = { readonly status: number; readonly body: unknown };

/** Rejects with a RetriableError where no answer came, and after tries of what a moment may heal (429, 5xx). */
export type OpenSearchApi = (request: ApiRequest) => Promise<ApiAnswer>;

/** A member somewhere in an answer; undefined where the way to it does not exist. */
export const member = (body: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((at, key) => (Object(at) as Readonly<Record<string, unknown>>)[key], body);
