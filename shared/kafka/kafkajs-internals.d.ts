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
