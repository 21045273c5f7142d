import type { IndexDocument } from '../ports.ts';

/**
 * Longest body of one request, in bytes. OpenSearch Service's smaller instances refuse more than
 * 10 MiB (AWS: "OpenSearch Service quotas", network limits).
 */
const MAX_BODY = 5 * 1024 * 1024;

const NEWLINE = Buffer.from('\n');

/** One `_bulk` request: its documents and their NDJSON. */
export type BulkRequest = { readonly documents: readonly IndexDocument[]; readonly body: Buffer };

/** Cuts documents into requests of at most `maxBody` bytes, in order; a larger document goes alone. */
export const bulkRequests = (
  documents: readonly IndexDocument[],
  maxBody = MAX_BODY,
): readonly BulkRequest[] => {
  const requests: BulkRequest[] = [];
  let chunk: IndexDocument[] = [];
  let parts: Buffer[] = [];
  let size = 0;
  const close = () => {
    if (chunk.length > 0) requests.push({ documents: chunk, body: Buffer.concat(parts, size) });
    chunk = [];
    parts = [];
    size = 0;
  };
  for (const document of documents) {
    const action = Buffer.from(actionLine(document));
    const bytes = action.length + document.body.length + NEWLINE.length;
    if (size + bytes > maxBody) close();
    chunk.push(document);
    parts.push(action, document.body, NEWLINE);
    size += bytes;
  }
  close();
  return requests;
};

const actionLine = ({ index, id }: IndexDocument): string =>
  `${JSON.stringify({ index: { _index: index, _id: id } })}\n`;
