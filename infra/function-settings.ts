import type { Connector } from '../shared/config/connector.ts';

/** What a function gets; each number says what it derives from. */
export type FunctionSettings = {
  /** The module, relative to the service, without its extension. */
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** Instances at most; as many as the account has where it is left out. */
  readonly concurrency?: number;
};

/** By the kind of connector that the function runs. */
const FUNCTION_SETTINGS: Readonly<Record<Connector['kind'], FunctionSettings>> = {
  // Several tries of a produce, of 3, 6 and 10 s at most; Lambda itself tries the invocation twice more.
  source: { handler: 'handlers/mqtt-to-kafka', timeoutSeconds: 30, memoryMb: 512 },
  // A batch of 6 MB in bulk requests of 5 MiB, with room for an OpenSearch under load.
  sink: { handler: 'handlers/kafka-to-opensearch', timeoutSeconds: 60, memoryMb: 512 },
};

/** What the function of a connector gets: what its file says, else what its leg does. */
export const functionSettings = ({ kind, function: own }: Connector): FunctionSettings => ({
  ...FUNCTION_SETTINGS[kind],
  ...own,
});
