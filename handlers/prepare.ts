/**
 * Lambda entry point of a custom resource inside the network: what Kafka and OpenSearch need before the
 * first record comes. `verify` asks it where a document is.
 */
import { connectPrepare } from '../shared/deploy/connect.ts';

const CONNECTORS = new URL('../connectors/', import.meta.url);

/** Answers CloudFormation with `Warnings` and `Requests`, or with every reason; and `verify` with a place. */
export const handler = connectPrepare(CONNECTORS, process.env);
