import { ConnectError } from '../connect/errors.ts';
import type { FoundDocument } from './find-message.ts';
import { member, type OpenSearchApi } from './open-search-api.ts';
import { refusalText } from './refusal.ts';

/**
 * Finds the document that a text stands in, whatever its field. What it holds is not asked for, and does
 * not leave OpenSearch. IAM lets the function search the connectors' indices alone.
 *
 * Rejects with a ConnectError where OpenSearch refuses.
 */
export const searchDocument = async (
  api: OpenSearchApi,
  index: string,
  marker: string,
): Promise<FoundDocument> => {
  const answer = await api({
    method: 'POST',
    path: `/${encodeURIComponent(index)}/_search?ignore_unavailable=true`,
    body: {
      size: 1,
      _source: false,
      query: { multi_match: { query: marker, type: 'phrase', fields: ['*'], lenient: true } },
    },
  });
  if (answer.status !== 200)
    throw new ConnectError(`OpenSearch refused to search ${index}: ${refusalText(answer)}`);
  const hits = member(answer.body, 'hits', 'hits');
  const [hit] = (Array.isArray(hits) ? hits : []) as readonly { _index: string; _id: string }[];
  return hit === undefined ? {} : { document: { index: hit._index, id: hit._id } };
};
