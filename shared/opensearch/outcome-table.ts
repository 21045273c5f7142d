import type { IndexDocument } from '../ports.ts';

/** One kind of answer and what follows from it. The first row that matches decides. */
type Row<Answer, Verdict> = {
  /** Both texts are read in docs/delivery.md. */
  readonly when: string;
  readonly why: string;
  readonly verdict: Verdict;
  readonly matches: (answer: Answer) => boolean;
};

/** What an item says of one operation. */
export type ItemAnswer = {
  readonly operation: IndexDocument['operation'];
  /** Whether an external version was sent. */
  readonly versioned: boolean;
  /** Whether it went through an ingest pipeline, and not alone in its request. */
  readonly pipedWithOthers: boolean;
  readonly status: number;
  /** OpenSearch's `error.type`; Serverless may leave the whole error out. */
  readonly type: string | undefined;
  /** How often the operation was sent before. */
  readonly attempts: number;
};

/**
 * `ours`: something of ours is wrong, never the record; the invocation fails. `bisect`: it is sent again with half of those
 * that were refused with it, until it stands alone.
 */
export type ItemVerdict =
  | 'written'
  | 'stale'
  | 'duplicate'
  | 'retriable'
  | 'bisect'
  | 'errant'
  | 'ours';

/** What came back for a request as a whole. */
export type RequestAnswer = {
  /** Undefined where no complete answer came. */
  readonly status: number | undefined;
  readonly type: string | undefined;
  /** Whether there is an item for each operation, of its kind and in its place. */
  readonly isComplete: boolean;
};

/**
 * `items`: its items decide; `retriable`: everything in it is sent again; `halve` and `bisect`: its halves
 * are sent, and what stands alone is errant; `renew`: sent again with fresh credentials, once.
 */
export type RequestVerdict = 'items' | 'retriable' | 'halve' | 'bisect' | 'renew' | 'ours';

/** Conflicts of OpenSearch's own with a version or an id; others pass. */
const isVersionConflict = ({ status, type = VERSION_CONFLICT }: ItemAnswer): boolean =>
  status === 409 && type === VERSION_CONFLICT;
const VERSION_CONFLICT = 'version_conflict_engine_exception';

/** A block heals when a disk has room again or somebody unlocks the index. */
const BLOCKS = new Set(['cluster_block_exception', 'index_create_block_exception']);

/** How often an operation is sent that lost a race for a field's type: it may lose others, to further fields. */
const RACES = 3;

const between = (status: number | undefined, from: number, to: number): boolean =>
  status !== undefined && status >= from && status < to;

const isPassing = ({ status }: { readonly status: number | undefined }): boolean =>
  status === 408 || status === 429 || between(status, 500, 600);

const isForbidden = ({ status }: { readonly status: number | undefined }): boolean =>
  status === 401 || status === 403;

/** What each item of an answer means. */
export const ITEM_ROWS: readonly Row<ItemAnswer, ItemVerdict>[] = [
  {
    when: '2xx',
    verdict: 'written',
    why: 'OpenSearch has it.',
    matches: ({ status }) => between(status, 200, 300),
  },
  {
    when: '409 `version_conflict_engine_exception` of an operation with an external version',
    verdict: 'stale',
    why: 'Something newer is there, or the very same from an earlier attempt.',
    matches: (item) => item.versioned && isVersionConflict(item),
  },
  {
    when: '409 `version_conflict_engine_exception` of a create',
    verdict: 'duplicate',
    why: 'Ids are functions of the record: somebody, likely an earlier attempt, wrote it already.',
    matches: (item) => item.operation === 'create' && isVersionConflict(item),
  },
  {
    when: 'any other 409, an update’s for one',
    verdict: 'retriable',
    why: 'Another writer was in between; the next attempt finds what it left.',
    matches: ({ status }) => status === 409,
  },
  {
    when: '404 of a delete',
    verdict: 'written',
    why: 'The document, or its whole index, is not there, as was asked for.',
    matches: ({ operation, status }) => operation === 'delete' && status === 404,
  },
  {
    when: '404 `index_not_found_exception`, or of an index or create without a type',
    verdict: 'retriable',
    why: 'The index was just removed or is not made yet; no record is at fault.',
    matches: ({ operation, status, type }) =>
      status === 404 &&
      (type === 'index_not_found_exception' || (type === undefined && operation !== 'update')),
  },
  {
    when: '403 `cluster_block_exception`, `index_create_block_exception`',
    verdict: 'retriable',
    why: 'A disk is full or an index locked; it heals without a change to the record.',
    matches: ({ status, type = '' }) => status === 403 && BLOCKS.has(type),
  },
  {
    when: '400 `validation_exception`',
    verdict: 'retriable',
    why: 'The day’s index cannot be made, since the cluster has all the shards it may have; somebody mends that.',
    matches: ({ status, type }) => status === 400 && type === 'validation_exception',
  },
  {
    when: `400 \`illegal_argument_exception\`, the first ${RACES - 1} times`,
    verdict: 'retriable',
    why: 'Two requests at once made a field of a new index, a `long` the one, a `float` the other, and this one came second. Sent again it finds the field there and fits it.',
    matches: ({ status, type, attempts }) =>
      status === 400 && type === 'illegal_argument_exception' && attempts < RACES - 1,
  },
  {
    when: '400 `parse_exception` of a document with an ingest pipeline that was not sent alone',
    verdict: 'bisect',
    why: 'One document that it can’t read makes a pipeline refuse all that are sent with it.',
    matches: ({ status, type, pipedWithOthers }) =>
      status === 400 && type === 'parse_exception' && pipedWithOthers,
  },
  {
    when: '401, any other 403, and `security_exception` of any status',
    verdict: 'ours',
    why: 'Rights are missing: no data is dead-lettered for that, and no retry brings them.',
    matches: (item) => isForbidden(item) || item.type === 'security_exception',
  },
  {
    when: '408, 429, 5xx',
    verdict: 'retriable',
    why: 'OpenSearch is busy or unwell; the same operation may succeed later.',
    matches: isPassing,
  },
  {
    when: 'any other 4xx: mapping conflicts, limits, an update without its document (404), a closed index',
    verdict: 'errant',
    why: 'OpenSearch will never take this operation. Who closes an index does not wait for late records: they would hold up all that comes after them.',
    matches: ({ status }) => between(status, 400, 500),
  },
  {
    when: 'anything else',
    verdict: 'retriable',
    why: 'It says nothing about the operation, so that is tried again.',
    matches: () => true,
  },
];

/** What the answer to a request as a whole means. */
export const REQUEST_ROWS: readonly Row<RequestAnswer, RequestVerdict>[] = [
  {
    when: 'no complete answer: refused, reset, DNS, TLS, JSON cut short, our own time limit',
    verdict: 'retriable',
    why: 'It may or may not have been executed; writing the same again is harmless.',
    matches: ({ status }) => status === undefined,
  },
  {
    when: '2xx with an item for each operation',
    verdict: 'items',
    why: 'Each operation has an answer of its own.',
    matches: ({ status, isComplete }) => between(status, 200, 300) && isComplete,
  },
  {
    when: '413',
    verdict: 'halve',
    why: 'Something on the way takes less than we send; a single document above that never passes.',
    matches: ({ status }) => status === 413,
  },
  {
    when: '400',
    verdict: 'bisect',
    why: 'One operation can spoil a request (an id of 513 bytes does); its neighbours are not at fault.',
    matches: ({ status }) => status === 400,
  },
  {
    when: '403 `cluster_block_exception`',
    verdict: 'retriable',
    why: 'The whole cluster is locked for a while.',
    matches: ({ status, type = '' }) => status === 403 && BLOCKS.has(type),
  },
  {
    when: '401, any other 403',
    verdict: 'renew',
    why: 'Credentials may have expired; where fresh ones are refused as well the invocation fails.',
    matches: isForbidden,
  },
  {
    when: '408, 429, 5xx',
    verdict: 'retriable',
    why: 'OpenSearch is busy or unwell, and says nothing about the records.',
    matches: isPassing,
  },
  {
    when: 'any other 4xx: 404, 405, 406, …',
    verdict: 'ours',
    why: 'What answers there is no `_bulk`: the address is wrong, never a record.',
    matches: ({ status }) => between(status, 400, 500),
  },
  {
    when: 'anything else: HTML, an empty 200, fewer items than operations, items of another kind, 3xx',
    verdict: 'retriable',
    why: 'It is not what was asked for and proves nothing, so everything in it is tried again.',
    matches: () => true,
  },
];

/** Judges one item by operation, status and error type, never by prose. */
export const judgeItem = (item: ItemAnswer): ItemVerdict =>
  ITEM_ROWS.find(({ matches }) => matches(item))?.verdict ?? 'retriable';

/** Judges a request by status, error type and shape. */
export const judgeRequest = (answer: RequestAnswer): RequestVerdict =>
  REQUEST_ROWS.find(({ matches }) => matches(answer))?.verdict ?? 'retriable';
