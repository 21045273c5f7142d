import { appendFile, chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchPackage } from '../../local/servers/fetch.ts';
import { installOpenSearch } from '../../local/servers/install.ts';
import { startOpenSearch } from '../../local/servers/opensearch.ts';
import { createAuthority } from './certificates.ts';
import { ownCache } from './own-cache.ts';

/** The line that AWS runs, too, and whose security plugin Maven has. */
const VERSION = '2.19.3';

/** OpenSearch with fine-grained access control: the very plugin that AWS' domains have. */
export type SecuredOpenSearch = {
  readonly address: string;
  /** Who may map roles, as `user:password`. */
  readonly admin: { readonly username: string; readonly password: string };
  discard(): Promise<void>;
};

const progress = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** Starts one on the loopback, HTTP without TLS; who has no user may see its health alone. */
export const startSecuredOpenSearch = async (): Promise<SecuredOpenSearch> => {
  const env = { ...process.env, OPENSEARCH_VERSION: VERSION };
  const installation = await installOpenSearch({ env, progress });
  const folder = await mkdtemp(join(tmpdir(), 'connectless-test-'));
  await chmod(folder, 0o755);
  const home = join(folder, 'home');
  await cp(installation.home, home, { recursive: true });
  const cache = ownCache();
  const plugin = await fetchPackage(
    {
      title: `the security plugin ${VERSION}`,
      folder: `opensearch-security-${VERSION}`,
      goal: [
        'dependency:unpack',
        `-Dartifact=org.opensearch.plugin:opensearch-security:${VERSION}.0:zip`,
      ],
    },
    { cache, env: process.env, java: installation.java, progress },
  );
  await cp(plugin, join(home, 'plugins/opensearch-security'), { recursive: true });
  await configure(join(folder, 'opensearch/config'), plugin);
  const server = await startOpenSearch({
    installation: { ...installation, home },
    folder: join(folder, 'opensearch'),
    settings: SETTINGS,
  });
  return {
    address: server.address,
    admin: { username: 'admin', password: 'admin' },
    async discard() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const SETTINGS = {
  'plugins.security.ssl.transport.pemcert_filepath': 'node.pem',
  'plugins.security.ssl.transport.pemkey_filepath': 'node.key',
  'plugins.security.ssl.transport.pemtrustedcas_filepath': 'authority.pem',
  'plugins.security.ssl.transport.enforce_hostname_verification': false,
  'plugins.security.ssl.http.enabled': false,
  'plugins.security.allow_default_init_securityindex': true,
  'plugins.security.nodes_dn': 'CN=localhost',
  'plugins.security.restapi.roles_enabled': 'all_access',
} as const;

/** The plugin's own files, but for those that say who may ask whether it is there. */
const configure = async (config: string, plugin: string): Promise<void> => {
  const security = join(config, 'opensearch-security');
  await mkdir(security, { recursive: true });
  await cp(join(plugin, 'config'), security, { recursive: true });
  const authority = createAuthority();
  const node = authority.issue('localhost');
  await writeFile(join(config, 'authority.pem'), authority.certificate);
  await writeFile(join(config, 'node.pem'), node.certificate);
  await writeFile(join(config, 'node.key'), node.key);
  await writeFile(join(security, 'config.yml'), CONFIG);
  await appendFile(join(security, 'roles.yml'), ROLES);
  await appendFile(join(security, 'roles_mapping.yml'), MAPPINGS);
};

const CONFIG = `_meta:
  type: config
  config_version: 2
config:
  dynamic:
    http:
      anonymous_auth_enabled: true
    authc:
      basic:
        http_enabled: true
        transport_enabled: true
        order: 0
        http_authenticator:
          type: basic
          challenge: false
        authentication_backend:
          type: intern
`;

const ROLES = `
health:
  cluster_permissions:
    - cluster:monitor/main
    - cluster:monitor/health
`;

const MAPPINGS = `
health:
  backend_roles:
    - opendistro_security_anonymous_backendrole
`;
