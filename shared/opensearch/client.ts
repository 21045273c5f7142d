import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { Client, type ClientOptions } from '@opensearch-project/opensearch';
import { AwsSigv4Signer } from '@opensearch-project/opensearch/aws-v3';
import type { OpenSearchConnection } from '../config/opensearch-connection.ts';

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

/** A client without retries of its own: what is tried again is decided by item. */
export const createClient = (connection: OpenSearchConnection): Client =>
  new Client({
    nodes: [...connection.nodes],
    ...authentication(connection),
    maxRetries: 0,
  });
