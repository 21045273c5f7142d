import type { TlsStores } from './kafka-connection.ts';

/** What Node's TLS takes of them. */
type TlsOptions = {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly checkServerIdentity?: () => undefined;
};

/** Stores in Node's words; a new object at each call, since clients write into the one they are given. */
export const tlsOptions = ({ truststore, keystore, ignoresHostname }: TlsStores): TlsOptions => ({
  ...(truststore !== undefined && { ca: truststore }),
  ...(keystore !== undefined && {
    cert: keystore.certificateChain,
    key: keystore.key,
    ...(keystore.keyPassword !== undefined && { passphrase: keystore.keyPassword }),
  }),
  ...(ignoresHostname && { checkServerIdentity: () => undefined }),
});
