import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { Client, type ClientOptions } from '@opensearch-project/opensearch';
import { AwsSigv4Signer } from '@opensearch-project/opensearch/aws-v3';
import type { OpenSearchConnection } from '../config/opensearch-connection.ts';
import { tlsOptions } from '../config/tls-options.ts';

/** Signing, or a user name, or nothing. */
const authentication = ({ auth }: OpenSearchConnection): ClientOptions => {
  switch (auth.kind) {
    case 'none':
      return {};
    case 'basic':
      return { auth: { username: auth.username, password: auth.password } };
    case 'sigv4':
      return AwsSigv4Signer({
        region: auth.region,
        service: 'es',
        getCredentials: defaultProvider(),
      });
  }
};

type ClientSettings = {
  /** Longest silence of a connection, in milliseconds. */
  readonly requestTimeout: number;
  /** Whether bodies are compressed. */
  readonly compress: boolean;
};

/**
 * A client without retries of its own: what is tried again is decided by item. The signer keeps the
 * credentials it was given, even when they are refused; a new client fetches them anew.
 */
export const createClient = (
  connection: OpenSearchConnection,
  { requestTimeout, compress }: ClientSettings,
): Client =>
  new Client({
    nodes: [...connection.nodes],
    ...authentication(connection),
    ...(connection.tls && { ssl: tlsOptions(connection.tls) }),
    maxRetries: 0,
    requestTimeout,
    ...(compress && { compression: 'gzip' }),
    // A node that failed is simply tried again; `ping` would ask for what we may have no right to.
    resurrectStrategy: 'optimistic',
  });
