/** The only door to what a deploy asks of AWS and tells CloudFormation. */
import { createBootstrapBrokers } from './bootstrap-brokers.ts';
import { type CustomResourceHandler, createCustomResource } from './custom-resource.ts';
import { putAnswer } from './put-answer.ts';

/** A custom resource with the attribute `Brokers`; its client takes region and rights from the function. */
export const connectBootstrapBrokers = (): CustomResourceHandler =>
  createCustomResource({ apply: createBootstrapBrokers(), answer: putAnswer });
