import type { Connector } from '../shared/config/connector.ts';
import { skip } from './checkov.ts';
import type { Resource } from './cloudformation.ts';
import { functionId, logGroupId, logicalId } from './logical-id.ts';

/** What is said of resources that osls itself makes, by logical id. */
export type Extensions = Readonly<Record<string, Pick<Resource, 'Metadata'>>>;

const NO_CONTENT = { CKV_AWS_158: 'encrypted by CloudWatch; no record content is logged' };
const NO_SECRETS = {
  CKV_AWS_173: 'names and addresses; secrets are references, resolved at the start',
};

const FUNCTIONS: Readonly<Record<Connector['kind'], Readonly<Record<string, string>>>> = {
  source: {
    ...NO_SECRETS,
    CKV_AWS_116:
      'what it fails on goes to the failure queue, a destination of its EventInvokeConfig',
    CKV_AWS_115: 'sourceConcurrency, which 0 takes away where an account has too little for it',
  },
  sink: {
    ...NO_SECRETS,
    CKV_AWS_116: 'its mapping tries for ever, or has a bucket',
    CKV_AWS_115: 'a partition has one invocation at a time',
  },
};

/** Reasons against checks of checkov, for the functions, their log groups, and the bucket of packages. */
export const extensions = (connectors: readonly Connector[]): Extensions => ({
  ServerlessDeploymentBucket: skip({ CKV_AWS_18: 'it holds packages of a public source' }),
  ...Object.assign(
    {},
    ...connectors.map(({ name, kind }) => functionExtensions(logicalId(name), FUNCTIONS[kind])),
  ),
});

/** The same for a function of the deploy itself. */
export const functionExtensions = (
  prefix: string,
  reasons: Readonly<Record<string, string>>,
): Extensions => ({
  [functionId(prefix)]: skip(reasons),
  [logGroupId(prefix)]: skip(NO_CONTENT),
});

/** Of a function that CloudFormation alone invokes, and that answers it. */
export const DEPLOY_TIME = {
  ...NO_SECRETS,
  CKV_AWS_116: 'CloudFormation hears of every failure',
  CKV_AWS_115: 'CloudFormation invokes it once in a deploy',
} as const;
