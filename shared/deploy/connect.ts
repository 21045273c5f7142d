/** The only door to what a deploy asks of AWS and tells CloudFormation. */
export { createBootstrapBrokers as connectBootstrapBrokers } from './bootstrap-brokers.ts';
export { createCustomResource } from './custom-resource.ts';
export { putAnswer } from './put-answer.ts';
