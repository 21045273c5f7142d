import type { ExternalVersion, IndexDocument } from '../../shared/ports.ts';

/** An operation as OpenSearch sees it: a document without what is ours. */
export type ModelOperation = {
  readonly operation: IndexDocument['operation'];
  readonly index: string;
  readonly id: string;
  readonly body: string | undefined;
  readonly upsert: boolean;
  readonly version: ExternalVersion | undefined;
};

/** What OpenSearch answers to one operation. */
type ModelAnswer = { readonly status: number; readonly type?: string };

/** What OpenSearch does with operations, without everything else. */
export type OpenSearchModel = {
  /** `_source` by `index/id`. */
  readonly documents: ReadonlyMap<string, string>;
  apply(operation: ModelOperation): ModelAnswer;
};

/** An operation of a document. */
export const modelOperation = (document: IndexDocument): ModelOperation => ({
  operation: document.operation,
  index: document.index,
  id: document.id,
  body: document.body?.toString(),
  upsert: document.operation === 'update' && document.upsert,
  version: 'version' in document ? document.version : undefined,
});

const CONFLICT: ModelAnswer = { status: 409, type: 'version_conflict_engine_exception' };

/** An empty OpenSearch. */
export const createOpenSearchModel = (): OpenSearchModel => {
  const documents = new Map<string, string>();
  // Those of deleted documents as well, as within `index.gc_deletes`.
  const versions = new Map<string, bigint>();

  const store = (place: string, source: string | undefined): number => {
    const existed = documents.delete(place);
    if (source === undefined) return existed ? 200 : 404;
    documents.set(place, source);
    return existed ? 200 : 201;
  };

  const apply = (operation: ModelOperation): ModelAnswer => {
    const place = `${operation.index}/${operation.id}`;
    const source = documents.get(place);
    const current = versions.get(place) ?? NOT_FOUND;
    const refusal = refuse(operation, source, current);
    if (refusal) return refusal;
    versions.set(place, nextVersion(operation, current));
    return { status: store(place, nextSource(operation, source)) };
  };
  return { documents, apply };
};

/** Below every version, 0 included. */
const NOT_FOUND = -1n;

const nextVersion = ({ version }: ModelOperation, current: bigint): bigint =>
  version ? BigInt(version.number) : current + 1n;

const refuse = (
  { operation, version, upsert }: ModelOperation,
  source: string | undefined,
  current: bigint,
): ModelAnswer | undefined => {
  if (operation === 'create') return source === undefined ? undefined : CONFLICT;
  if (version) return isNewer(version, current) ? undefined : CONFLICT;
  const isMissing = operation === 'update' && !upsert && source === undefined;
  return isMissing ? { status: 404, type: 'document_missing_exception' } : undefined;
};

const isNewer = ({ type, number }: ExternalVersion, current: bigint): boolean =>
  type === 'external' ? BigInt(number) > current : BigInt(number) >= current;

const nextSource = (
  { operation, body }: ModelOperation,
  source: string | undefined,
): string | undefined =>
  operation === 'update' && source !== undefined
    ? JSON.stringify({ ...JSON.parse(source), ...JSON.parse(body ?? '{}') })
    : body;
