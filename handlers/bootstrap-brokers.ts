/**
 * Lambda entry point of a custom resource: a cluster's bootstrap brokers, asked for at deploy time,
 * since the functions that need them live in a network without a way to MSK's API.
 */
import { connectBootstrapBrokers } from '../shared/deploy/connect.ts';

/** Answers CloudFormation with `Brokers`, or with the reason why there are none. */
export const handler = connectBootstrapBrokers();
