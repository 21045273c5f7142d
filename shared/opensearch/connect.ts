/** The only door to OpenSearch. */
import type { OpenSearchConnection } from '../config/opensearch-connection.ts';
import type { DocumentWriter } from '../ports.ts';
import { createClient } from './client.ts';
import { createDocumentWriter } from './document-writer.ts';

/** A writer with a client of its own. */
export const connectDocumentWriter = (connection: OpenSearchConnection): DocumentWriter =>
  createDocumentWriter(createClient(connection));
