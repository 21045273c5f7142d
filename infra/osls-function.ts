import type { Value } from './cloudformation.ts';

/** A function as serverless.yml would have it. */
export type OslsFunction = {
  readonly handler: string;
  readonly description: string;
  readonly role: Value;
  readonly timeout: number;
  readonly memorySize: number;
  readonly tracing?: 'Active';
  readonly reservedConcurrency?: number;
  readonly environment?: Readonly<Record<string, Value>>;
  readonly vpc?: {
    readonly subnetIds: readonly Value[];
    readonly securityGroupIds: readonly Value[];
  };
};
