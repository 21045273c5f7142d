import { setImmediate as tick } from 'node:timers/promises';
import type { BulkAnswer, BulkCall } from '../../shared/opensearch/bulk-call.ts';
import {
  createOpenSearchModel,
  type ModelOperation,
  type OpenSearchModel,
} from './opensearch-model.ts';

/** What happens to one request. */
export type Fault =
  | { readonly kind: 'none' }
  /** No answer; it was executed or was not. */
  | { readonly kind: 'silence'; readonly isExecuted: boolean }
  | { readonly kind: 'status'; readonly status: number; readonly type?: string }
  /** Executed, but the answer is not what was asked for. */
  | { readonly kind: 'body'; readonly body: 'html' | 'empty' | 'short' | 'long' | 'other' }
  /** Each operation for which it says so is not executed, and answered with that. */
  | {
      readonly kind: 'items';
      readonly status: number;
      readonly type?: string;
      readonly hits: (position: number) => boolean;
    };

type Behaviour = {
  /** One for each request in turn; then all goes well. */
  readonly faults?: readonly Fault[];
  /** How many turns of the event loop a request takes before and after it is executed. */
  readonly turns?: (request: number) => number;
  /** Bytes above which a request is refused with 413. */
  readonly limit?: number;
  /** Operations that spoil a whole request, 400. */
  readonly spoils?: (operation: ModelOperation) => boolean;
  /** Operations that are refused, 400. */
  readonly refuses?: (operation: ModelOperation) => boolean;
};

/** A request that was received, and each operation's status as far as the client could read it. */
type Received = {
  readonly operations: readonly ModelOperation[];
  readonly statuses: readonly number[];
  readonly isRefused: boolean;
};

/** An OpenSearch behind a `BulkCall`, with faults by script. */
export type SimulatedOpenSearch = {
  readonly model: OpenSearchModel;
  readonly bulk: BulkCall;
  readonly requests: readonly Received[];
  /** The most requests that were under way at a time. */
  readonly mostAtATime: () => number;
};

const NONE: Fault = { kind: 'none' };
const LOST: Fault = { kind: 'silence', isExecuted: false };

export const simulateOpenSearch = ({
  faults = [],
  turns = () => 0,
  limit = Number.POSITIVE_INFINITY,
  spoils = () => false,
  refuses = () => false,
}: Behaviour = {}): SimulatedOpenSearch => {
  const model = createOpenSearchModel();
  const requests: Received[] = [];
  let started = 0;
  let under = 0;
  let most = 0;

  const execute = (operations: readonly ModelOperation[], fault: Fault) =>
    operations.map((operation, position) => {
      const { status, type } = item(operation, position, fault);
      return { [operation.operation]: { status, ...(type && { error: { type, reason: type } }) } };
    });
  const item = (operation: ModelOperation, position: number, fault: Fault) => {
    if (fault.kind === 'items' && fault.hits(position)) return fault;
    if (refuses(operation)) return { status: 400, type: 'mapper_parsing_exception' };
    return model.apply(operation);
  };
  const refusalOf = (body: Buffer, operations: readonly ModelOperation[], fault: Fault) => {
    if (fault.kind === 'status') return refusal(fault.status, fault.type);
    if (fault.kind === 'silence' && !fault.isExecuted) return SILENCE;
    if (body.length > limit) return refusal(413, undefined);
    return operations.some(spoils)
      ? refusal(400, 'action_request_validation_exception')
      : undefined;
  };
  const answer = (operations: readonly ModelOperation[], fault: Fault): BulkAnswer => {
    const items = execute(operations, fault);
    if (fault.kind === 'silence') return SILENCE;
    const body = fault.kind === 'body' ? garbled(items)[fault.body] : { items };
    return { status: 200, body, retryAfter: 0 };
  };

  return {
    model,
    requests,
    mostAtATime: () => most,
    async bulk({ body }, signal) {
      const request = started++;
      most = Math.max(most, ++under);
      const operations = parse(body);
      for (let turn = turns(request); turn > 0; turn--) await tick();
      const fault: Fault = signal.aborted ? LOST : (faults[request] ?? NONE);
      const answered = refusalOf(body, operations, fault) ?? answer(operations, fault);
      requests.push({
        operations,
        statuses: statuses(answered, operations),
        isRefused: answered.status !== 200,
      });
      for (let turn = turns(request + 1); turn > 0; turn--) await tick();
      under--;
      return answered;
    },
  };
};

const SILENCE: BulkAnswer = {
  status: undefined,
  body: undefined,
  retryAfter: 0,
  problem: 'silence',
};

const refusal = (status: number, type: string | undefined): BulkAnswer => ({
  status,
  body: type === undefined ? '<html>no</html>' : { error: { type, reason: type }, status },
  retryAfter: 0,
});

const garbled = (items: readonly unknown[]) => ({
  html: '<html>hello</html>',
  empty: '',
  short: { items: items.slice(1) },
  long: { items: [...items, ...items.slice(0, 1)] },
  other: { items: items.map(() => ({ other: { status: 200 } })) },
});

const statuses = (
  { body }: BulkAnswer,
  operations: readonly ModelOperation[],
): readonly number[] => {
  const items = (body as { items?: Record<string, { status: number }>[] } | undefined)?.items ?? [];
  return items.length === operations.length
    ? items.flatMap((each, i) => each[operations[i]?.operation ?? '']?.status ?? [])
    : [];
};

/** Operations, told apart by place and body, that were sent although an earlier answer had settled them. */
export const sentAfterSettled = (requests: readonly Received[]): readonly string[] => {
  const settled = new Set<string>();
  const again: string[] = [];
  for (const { operations, statuses } of requests) {
    const names = operations.map(({ index, id, body }) => `${index}/${id} ${body}`);
    again.push(...names.filter((name) => !name.endsWith(' undefined') && settled.has(name)));
    for (const [i, name] of names.entries())
      if (!UNSETTLED.includes(statuses[i])) settled.add(name);
  }
  return again;
};

/** What the faults of tests answer to an operation that may succeed later. */
const UNSETTLED: readonly (number | undefined)[] = [undefined, 403, 429, 500, 503];

type Action = {
  readonly _index: string;
  readonly _id: string;
  readonly version?: string;
  readonly version_type?: 'external' | 'external_gte';
};

/** Reads NDJSON as OpenSearch does. */
const parse = (body: Buffer): readonly ModelOperation[] => {
  const lines = body.toString().split('\n');
  const operations: ModelOperation[] = [];
  while (lines.length > 1) {
    const action: Readonly<Record<string, Action>> = JSON.parse(lines.shift() ?? '');
    for (const [operation, place] of Object.entries(action))
      operations.push({
        ...(operation === 'delete' ? NO_BODY : sourceOf(operation, lines.shift() ?? '')),
        operation: operation as ModelOperation['operation'],
        index: place._index,
        id: place._id,
        version: place.version_type && { type: place.version_type, number: place.version ?? '' },
      });
  }
  return operations;
};

const NO_BODY = { body: undefined, upsert: false };

const sourceOf = (operation: string, line: string): Pick<ModelOperation, 'body' | 'upsert'> => {
  if (operation !== 'update') return { body: line, upsert: false };
  const { doc, doc_as_upsert: upsert } = JSON.parse(line);
  return { body: JSON.stringify(doc), upsert };
};
