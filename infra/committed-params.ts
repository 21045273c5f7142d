import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { Fault } from '../shared/connect/errors.ts';
import { nearMiss } from '../shared/connect/near-miss.ts';
import { type Osls, PARAMETER_NAMES } from './read-parameters.ts';

export type Params = Readonly<Record<string, string | number | boolean>>;

const SERVICE = new URL('../serverless.yml', import.meta.url);

/** The text of serverless.yml. */
export const serviceText = (): Promise<string> => readFile(SERVICE, 'utf8');

/** `params` of serverless.yml for a stage: its own before the default ones. */
export const committedParams = (text: string, stage: string): Params => {
  const params = paramsByStage(text);
  return { ...params['default'], ...params[stage] };
};

const paramsByStage = (text: string): Readonly<Record<string, Params | null | undefined>> =>
  parse(text).params;

/** How a parameter may be called: what infra/ reads, and what serverless.yml itself refers to. */
export const paramNames = (text: string): readonly string[] => [
  ...new Set([
    ...PARAMETER_NAMES,
    ...[...text.matchAll(/\bparam:([^\s,'"}]+)/g)].map(([, name = '']) => name),
  ]),
];

/** Names that nothing reads, in `params` of a stage and in the default ones. */
export const unreadParams = (text: string, stage: string): readonly Fault[] => {
  const params = paramsByStage(text);
  const names = paramNames(text);
  return [...new Set(['default', stage])].flatMap((section) =>
    Object.keys(params[section] ?? {})
      .filter((name) => !names.includes(name))
      .map((name) => unreadParam(section, name, names)),
  );
};

const unreadParam = (section: string, name: string, names: readonly string[]): Fault => {
  const meant = nearMiss(name, names);
  return {
    file: 'serverless.yml',
    key: `params.${section}.${name}`,
    severity: 'error',
    expected: `a name of ${names.join(', ')}, or one that the file refers to as \${param:${name}}`,
    ...(meant !== undefined && { suggestion: meant }),
  };
};

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
