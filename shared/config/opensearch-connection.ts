import type { Environment } from './environment.ts';
import type { TlsStores } from './kafka-connection.ts';
import type { Report } from './report.ts';

/** How to reach OpenSearch. */
export type OpenSearchConnection = {
  /** Certificates of one's own; absent: those that Node knows. */
  readonly tls?: TlsStores;
  /** Origin URLs, with a path prefix where the file has one. */
  readonly nodes: readonly string[];
  readonly auth:
    | { readonly kind: 'none' }
    | { readonly kind: 'basic'; readonly username: string; readonly password: string }
    | { readonly kind: 'sigv4'; readonly region: string };
};

/** Where a file says that OpenSearch is, and who it is there. */
export type Hosts = {
  /** The key that says where. */
  readonly key: string;
  readonly urls: readonly string[];
  readonly username: string | null;
  readonly password: string | null;
  /** The region to sign for, where the file has one. */
  readonly region: string | null;
};

/** `connectless.opensearch.auth` */
export type AuthChoice = 'by host' | 'sigv4' | 'basic' | 'none';

const AUTH = 'connectless.opensearch.auth';

/** Refuses hosts and credentials that can't be right, wherever they will be used. */
export const checkHosts = (hosts: Hosts, choice: AuthChoice, report: Report): void => {
  for (const url of hosts.urls)
    if (!url.includes('${') && !isHttp(url))
      report.error(hosts.key, { found: url, expected: 'URLs, http or https' });
  if (choice === 'basic' && !(hosts.username && hosts.password))
    report.error(AUTH, { found: choice, expected: 'a user name and a password for it' });
  if (!hosts.username !== !hosts.password)
    report.warning(hosts.key, {
      expected: 'both a user name and a password; with one of them alone nobody signs in',
    });
};

/** Where OpenSearch is: the file's hosts, or `OPENSEARCH_NODE`. AWS' hosts are signed for with SigV4. */
export const readOpenSearchConnection = (
  hosts: Hosts,
  choice: AuthChoice,
  env: Environment,
  report: Report,
): OpenSearchConnection => {
  const nodes = env['OPENSEARCH_NODE'] ? [env['OPENSEARCH_NODE']] : hosts.urls;
  const { username, password } = hosts;
  const kind = choice !== 'by host' ? choice : isOpen(env) ? 'none' : kindFor(hosts, nodes);
  switch (kind) {
    case 'none':
      return { nodes, auth: { kind } };
    case 'basic':
      return { nodes, auth: { kind, username: username ?? '', password: password ?? '' } };
    case 'sigv4':
      return { nodes, auth: { kind, region: readRegion(hosts, env, report) } };
  }
};

/**
 * Whether the environment names a node without TLS in the place of the file's hosts: the file's password
 * is for those, and is not looked up for anybody to read on the way.
 */
export const isOpen = (env: Environment): boolean =>
  env['OPENSEARCH_NODE']?.startsWith('http:') ?? false;

const kindFor = (
  { username, password }: Hosts,
  nodes: readonly string[],
): OpenSearchConnection['auth']['kind'] => {
  if (username && password) return 'basic';
  return nodes.some(isAws) ? 'sigv4' : 'none';
};

const readRegion = ({ key, region }: Hosts, env: Environment, report: Report): string => {
  const found = region ?? env['AWS_REGION'];
  if (!found) report.error(key, { expected: 'AWS_REGION in the environment to sign for it' });
  return found ?? '';
};

const AWS_HOST = /\.(es\.amazonaws\.com|es\.amazonaws\.com\.cn|on\.aws)$/;

const isAws = (node: string): boolean => AWS_HOST.test(URL.parse(node)?.hostname ?? '');

const isHttp = (url: string): boolean => /^https?:$/.test(URL.parse(url)?.protocol ?? '');
