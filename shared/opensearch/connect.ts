/** The only door to OpenSearch: opens connections for the ports. */
export { createDocumentWriter as connectDocumentWriter } from './document-writer.ts';
