/** How to reach OpenSearch. */
export type OpenSearchConnection = {
  /** Origin URLs, with a path prefix where the file has one. */
  readonly nodes: readonly string[];
  readonly auth:
    | { readonly kind: 'none' }
    | { readonly kind: 'basic'; readonly username: string; readonly password: string }
    | { readonly kind: 'sigv4'; readonly region: string };
};
