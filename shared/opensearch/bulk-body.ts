import type { IndexDocument } from '../ports.ts';

/** One document as it stands in a `_bulk` body: its text is `head`, the document's body, `tail`. */
export type BulkOperation = {
  readonly document: IndexDocument;
  readonly head: string;
  readonly tail: string;
  readonly bytes: number;
};

/** OpenSearch's own attempts when another writer comes between its reading and writing of an update. */
const RETRY_ON_CONFLICT = 3;

/** The action line of a document, and what frames its body. */
export const bulkOperation = (document: IndexDocument): BulkOperation => {
  const { head, tail } = frame(document);
  const bytes = Buffer.byteLength(head) + (document.body?.length ?? 0) + tail.length;
  return { document, head, tail, bytes };
};

const frame = (document: IndexDocument): { readonly head: string; readonly tail: string } => {
  const action = actionLine(document);
  switch (document.operation) {
    case 'index':
    case 'create':
      return { head: action, tail: '\n' };
    case 'update':
      return { head: `${action}{"doc":`, tail: `,"doc_as_upsert":${document.upsert}}\n` };
    case 'delete':
      return { head: action, tail: '' };
  }
};

const actionLine = (document: IndexDocument): string => {
  const { operation, index, id } = document;
  return `{"${operation}":{"_index":${JSON.stringify(index)},"_id":${JSON.stringify(id)}${options(document)}}}\n`;
};

/** The ingest pipeline that a document goes through, if any. */
export const pipelineOf = (document: IndexDocument): string | undefined =>
  'pipeline' in document ? document.pipeline : undefined;

/** Whatever the action line says beyond index and id, each with a comma before it. */
const options = (document: IndexDocument): string => {
  let text = '';
  if (document.routing !== undefined) text += `,"routing":${JSON.stringify(document.routing)}`;
  if ('version' in document && document.version) {
    const { type, number } = document.version;
    text += `,"version":${JSON.stringify(number)},"version_type":"${type}"`;
  }
  const pipeline = pipelineOf(document);
  if (pipeline !== undefined) text += `,"pipeline":${JSON.stringify(pipeline)}`;
  if ('requireAlias' in document && document.requireAlias) text += ',"require_alias":true';
  if (document.operation === 'update') text += `,"retry_on_conflict":${RETRY_ON_CONFLICT}`;
  return text;
};

/** The NDJSON of a request. */
export const bulkBody = (operations: readonly BulkOperation[]): Buffer => {
  // Each byte is copied once; a text would turn every body into a string and back.
  const text = Buffer.allocUnsafe(operations.reduce((sum, { bytes }) => sum + bytes, 0));
  let end = 0;
  for (const { document, head, tail } of operations) {
    end += text.write(head, end);
    if (document.body) end += document.body.copy(text, end);
    end += text.write(tail, end);
  }
  return text;
};
