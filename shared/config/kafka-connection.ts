/** How to reach Kafka, in the words of `security.protocol` and `sasl.mechanism`. */
export type KafkaConnection = {
  /** `host:port` each; the bootstrap servers. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly security: KafkaSecurity;
};

/** What belongs to each `security.protocol`; IAM's tokens never cross a wire without TLS. */
export type KafkaSecurity =
  | { readonly protocol: 'PLAINTEXT' }
  | ({ readonly protocol: 'SSL' } & TlsStores)
  | ({ readonly protocol: 'SASL_PLAINTEXT' } & PasswordLogin)
  | ({ readonly protocol: 'SASL_SSL' } & TlsStores & (PasswordLogin | IamLogin));

/** `ssl.*`, as PEM texts; one that holds both key and certificates may stand for either. */
export type TlsStores = {
  /** The authorities that may vouch for a broker; absent: those that Node knows. */
  readonly truststore?: string;
  /** Who we are, where brokers ask (mutual TLS). */
  readonly keystore?: {
    readonly certificateChain: string;
    readonly key: string;
    /** `ssl.key.password` */
    readonly keyPassword?: string;
  };
  /** `ssl.endpoint.identification.algorithm` is empty: any name will do in a broker's certificate. */
  readonly ignoresHostname?: boolean;
};

/** Who we are by `sasl.jaas.config` of a login module with a password. */
export type PasswordLogin = {
  readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
  readonly username: string;
  readonly password: string;
};

/** Who we are by the AWS credentials of the environment. */
export type IamLogin = { readonly mechanism: 'AWS_MSK_IAM'; readonly region: string };
