import { fileURLToPath } from 'node:url';
import type { Policies } from './policies.ts';
import { findPython } from './python.ts';

const SIMULATE = fileURLToPath(new URL('../infra/simulate.py', import.meta.url));
const python = await findPython();

/** Why no policy can be evaluated here, if none can. */
export const { missing: NO_EVALUATOR } = python;

/** Who asks for what, `action resource`, and what IAM would be told beside it. */
export type Asked = {
  readonly call: string;
  /** `Service iot.amazonaws.com` or `AWS <ARN>`; without, it is who has the policy. */
  readonly principal?: string;
  readonly context?: Readonly<Record<string, string>>;
};

/** Those of the calls that the policies of each name permit. */
export const permitted = async <Call extends Asked>(
  policies: Policies,
  asked: readonly Call[],
): Promise<Readonly<Record<string, readonly Call[]>>> => {
  if (python.missing !== undefined) throw new Error(python.missing);
  const calls = asked.map(({ call, principal, context }) => {
    const [action, resource] = call.split(' ');
    return { action, resource, principal, context };
  });
  const { stdout, stderr } = await python.run([SIMULATE], JSON.stringify({ policies, calls }));
  if (stderr !== '') throw new Error(stderr);
  const answers = JSON.parse(stdout) as Readonly<Record<string, readonly boolean[]>>;
  return Object.fromEntries(
    Object.entries(answers).map(([name, are]) => [name, asked.filter((_, index) => are[index])]),
  );
};
