/** How to reach Kafka, in the words of `security.protocol` and `sasl.mechanism`. */
export type KafkaConnection = {
  /** `host:port` each; the bootstrap servers. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly security:
    | { readonly protocol: 'PLAINTEXT' }
    | {
        readonly protocol: 'SASL_SSL';
        readonly mechanism: 'AWS_MSK_IAM';
        readonly region: string;
      };
};
