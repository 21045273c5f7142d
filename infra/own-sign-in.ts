import type { Connector } from '../shared/config/connector.ts';
import { readWorkerLogin, type WorkerLogin } from '../shared/config/deploy-connections.ts';
import type { Environment } from '../shared/config/environment.ts';
import type { ConnectorFolder } from '../shared/config/files.ts';
import type { SignIn } from '../shared/config/kafka-connection.ts';
import type { Reference } from '../shared/config/references.ts';
import { WORKER_FILE } from '../shared/config/worker.ts';
import type { Fault } from '../shared/connect/errors.ts';
import type { Parameters } from './parameters.ts';
import { IAM, isOfMsk, signInVariables } from './sign-in.ts';

/** How the deploy's own function signs in to Kafka, if it can. */
export type OwnSignIn = {
  /** What is wrong in the worker's file, or surprises. */
  readonly faults: readonly Fault[];
} & (
  | {
      readonly kind: 'signs in';
      readonly way: SignIn;
      /** What its environment says in the file's place. */
      readonly variables: Environment;
      /** What it resolves to sign in. */
      readonly references: readonly Reference[];
    }
  | { readonly kind: 'by hand'; readonly why: string }
);

/**
 * By its role; where the deploy leaves it to the files, as Connect's worker did, which made topics and set
 * offsets for all its connectors. Where its file says nothing, a way of a connector that needs no secret will do.
 */
export const ownSignIn = (
  folder: ConnectorFolder,
  connectors: readonly Connector[],
  { given }: Pick<Parameters, 'given'>,
): OwnSignIn => {
  if (given.kafkaSignIn === 'iam')
    return signsIn(IAM, signInVariables(given), { references: [], faults: [] });
  const worker = readWorkerLogin(folder, {});
  if (worker.signIn !== undefined)
    return isOfMsk(worker.signIn)
      ? signsIn(worker.signIn, {}, worker)
      : byHand(named(worker.signIn));
  const open = connectors.map(({ signIn }) => signIn).find(needsNoSecret);
  if (open === undefined)
    return byHand(folder.worker ? 'names no security.protocol' : 'is missing');
  const variables = { KAFKA_SECURITY_PROTOCOL: open.protocol };
  return signsIn(open, variables, readWorkerLogin(folder, variables));
};

const signsIn = (
  way: SignIn,
  variables: Environment,
  { references, faults }: Pick<WorkerLogin, 'references' | 'faults'>,
): OwnSignIn => ({ kind: 'signs in', way, variables, references, faults });

const byHand = (why: string): OwnSignIn => ({
  kind: 'by hand',
  why: `Kafka is left to you, since ${WORKER_FILE} ${why}, by which prepare would sign in: topics (with message.timestamp.type=CreateTime) and offsets, by the commands of the requests`,
  faults: [
    {
      file: WORKER_FILE,
      key: 'security.protocol',
      severity: 'warning',
      expected: `a way to sign in, with or without admin. before it: the file ${why}, so the deploy makes no topics and sets no offsets`,
    },
  ],
});

const named = ({ protocol, mechanism = '' }: SignIn): string =>
  `names ${`${protocol} ${mechanism}`.trim()}, which MSK does not have`;

const needsNoSecret = ({ protocol, isMutual }: SignIn): boolean =>
  protocol === 'PLAINTEXT' || (protocol === 'SSL' && !isMutual);
