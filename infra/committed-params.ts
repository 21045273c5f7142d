import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { Fault } from '../shared/connect/errors.ts';
import { type Osls, PARAMETER_NAMES } from './read-parameters.ts';

export type Params = Readonly<Record<string, string | number | boolean>>;

const SERVICE = new URL('../serverless.yml', import.meta.url);

/** `params` of serverless.yml for a stage: its own before the default ones. */
export const committedParams = async (stage: string): Promise<Params> => {
  const { params } = parse(await readFile(SERVICE, 'utf8')) as {
    readonly params: Readonly<Record<string, Params | undefined>>;
  };
  return { ...params['default'], ...params[stage] };
};

/** What `--param` may name in a stage: what infra/ reads, and what somebody has added to serverless.yml. */
export const paramNames = async (stage: string): Promise<readonly string[]> => [
  ...new Set([...PARAMETER_NAMES, ...Object.keys(await committedParams(stage))]),
];

/** What osls would answer for the variables of serverless.yml. */
export const oslsOf = (
  params: Params,
  { stage, region }: { stage: string; region: string },
): Osls => ({
  async resolveVariable(variable) {
    if (variable === 'sls:stage') return stage;
    if (variable === 'self:provider.region') return region;
    const value = params[variable.replace(/^param:/, '')];
    if (value === undefined) throw new Error(`no variable ${variable}`);
    return value;
  },
});

/** Warns of parameters that are variables of osls' own: what they hold is known at packaging alone. */
export const unresolved = (params: Params): readonly Fault[] =>
  Object.entries(params)
    .filter(([, value]) => String(value).includes('${'))
    .map(([key, value]) => ({
      file: 'params',
      key,
      severity: 'warning',
      found: String(value),
      expected: 'its value by --param, to check with it what a deploy will have',
    }));
