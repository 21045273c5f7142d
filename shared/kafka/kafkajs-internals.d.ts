declare module 'kafkajs/src/retry/defaults.js' {
  import type { RetryOptions } from 'kafkajs';

  const defaults: RetryOptions;
  export default defaults;
}

declare module 'kafkajs/src/cluster/brokerPool.js' {
  export default class BrokerPool {
    withBroker(question: (broker: unknown) => Promise<unknown>): Promise<unknown>;
  }
}

declare module 'kafkajs/src/network/requestQueue/index.js' {
  export default class RequestQueue {
    readonly pending: readonly unknown[];
    scheduleCheckPendingRequests(): void;
  }
}

declare module 'kafkajs/src/protocol/encoder.js' {
  export default class Encoder {
    writeVarIntBytes(value: Buffer | string | null): Encoder;
  }
}

declare module 'kafkajs/src/cluster/index.js' {
  import type {
    Broker,
    BrokerMetadata,
    ISocketFactory,
    KafkaConfig,
    KafkaMessage,
    Logger,
  } from 'kafkajs';

  type OfTopics<T> = readonly { readonly topic: string; readonly partitions: readonly T[] }[];

  type ClusterBroker = {
    listOffsets(request: {
      readonly isolationLevel: number;
      readonly topics: OfTopics<{ readonly partition: number; readonly timestamp: number }>;
    }): Promise<{
      readonly responses: OfTopics<{ readonly partition: number; readonly offset: string }>;
    }>;
    fetch(request: Parameters<Broker['fetch']>[0]): Promise<{
      readonly responses: readonly {
        readonly partitions: readonly { readonly messages: readonly KafkaMessage[] }[];
      }[];
    }>;
  };

  export default class Cluster {
    constructor(
      options: Omit<KafkaConfig, 'logLevel'> & {
        readonly logger: Logger;
        readonly allowAutoTopicCreation: boolean;
        readonly socketFactory: ISocketFactory;
      },
    );
    connect(): Promise<void>;
    /** Asks a broker anew. */
    metadata(options: { readonly topics: readonly string[] }): Promise<BrokerMetadata | null>;
    findBroker(options: { readonly nodeId: string }): Promise<ClusterBroker>;
  }
}
