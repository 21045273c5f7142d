/**
 * Lambda entry point of a custom resource inside the network: what Kafka and OpenSearch need before the
 * first record comes. `verify` asks it how far a message has come.
 */
import { connectPrepare } from '../shared/deploy/connect.ts';

const CONNECTORS = new URL('../connectors/', import.meta.url);

/** Answers CloudFormation with `Warnings` and `Requests`, or with every reason; and `verify` with places. */
export const handler = connectPrepare(CONNECTORS, process.env);
