import { mkdir } from 'node:fs/promises';
import { vi } from 'vitest';
import { functions, resources } from '../../infra/service.ts';
import { oslsWith } from './osls.ts';
import { filesOf, type Situation } from './situations.ts';
import { standIns } from './stand-ins.ts';
import { type Json, type Resource, resolve } from './template.ts';

type Deployed = Readonly<Record<string, Resource>>;
type Table = Readonly<Record<string, (properties: Resource['Properties']) => readonly Json[]>>;

/** Policy documents by the logical id of what has them. */
export type Policies = Readonly<Record<string, readonly Json[]>>;

/** What somebody may do. */
const OF_ROLES: Table = {
  'AWS::IAM::Role': ({ Policies }) =>
    (Policies as readonly { readonly PolicyDocument: Json }[]).map(
      ({ PolicyDocument }) => PolicyDocument,
    ),
};

/** Who may do something with a resource. */
const OF_RESOURCES: Table = {
  'AWS::IAM::Role': ({ AssumeRolePolicyDocument }) => [AssumeRolePolicyDocument],
  'AWS::KMS::Key': ({ KeyPolicy }) => [KeyPolicy],
  'AWS::OpenSearchService::Domain': ({ AccessPolicies }) => [AccessPolicies],
  'AWS::Logs::ResourcePolicy': ({ PolicyDocument }) => [PolicyDocument],
  // As Lambda puts it into the function's policy.
  'AWS::Lambda::Permission': ({ Action, FunctionName, Principal, SourceArn, SourceAccount }) => [
    {
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: Principal },
          Action,
          Resource: FunctionName,
          Condition: {
            StringEquals: { 'aws:SourceAccount': SourceAccount },
            ArnLike: { 'aws:SourceArn': SourceArn },
          },
        },
      ],
    },
  ],
};

type Read = {
  readonly ofRoles: Policies;
  readonly ofResources: Policies;
  /** Types that have a principal in them, but no row above. */
  readonly unread: readonly string[];
};

/** The policies of a situation's resources, with ARNs as AWS makes them in the places of references. */
export const policiesOf = async (situation: Situation, into: string): Promise<Read> => {
  const { own, byOsls } = await resourcesOf(situation, into);
  const refer = standIns({ ...own, ...byOsls });
  const read = (table: Table): Policies =>
    Object.fromEntries(
      Object.entries(own).flatMap(([id, { Type, Properties }]) => {
        const documents = table[Type]?.(Properties);
        return documents
          ? [[id, documents.map((document) => asObject(resolve(document, refer)))]]
          : [];
      }),
    );
  return {
    ofRoles: read(OF_ROLES),
    ofResources: read(OF_RESOURCES),
    unread: Object.values(own)
      .filter((one) => JSON.stringify(one).includes('"Principal'))
      .flatMap(({ Type }) => (Object.hasOwn(OF_RESOURCES, Type) ? [] : [Type])),
  };
};

/** CloudWatch Logs takes its policies as texts. */
const asObject = (document: Json): Json =>
  typeof document === 'string' ? JSON.parse(document) : document;

type Resources = { readonly own: Deployed; readonly byOsls: Deployed };

/** A situation's resources: those of infra/, and what policies speak of among those of osls. */
export const resourcesOf = async (situation: Situation, into: string): Promise<Resources> => {
  await mkdir(into, { recursive: true });
  const { params, stage = 'test' } = situation;
  const osls = oslsWith(params, stage);
  vi.stubEnv('CONNECTORS_DIR', await filesOf(situation, into));
  try {
    const { Resources } = await resources(osls);
    const keys = Object.keys(await functions(osls));
    return {
      own: Resources as Deployed,
      byOsls: Object.assign({}, ...keys.map((key) => ofFunction(stage, key))),
    };
  } finally {
    vi.unstubAllEnvs();
  }
};

/** What osls adds for a function. */
const ofFunction = (stage: string, key: string): Deployed => {
  const name = `connectless-${stage}-${key}`;
  const prefix = `${key.charAt(0).toUpperCase()}${key.slice(1)}`;
  return {
    [`${prefix}LambdaFunction`]: {
      Type: 'AWS::Lambda::Function',
      Properties: { FunctionName: name },
    },
    [`${prefix}LogGroup`]: {
      Type: 'AWS::Logs::LogGroup',
      Properties: { LogGroupName: `/aws/lambda/${name}` },
    },
  };
};
