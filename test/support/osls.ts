import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { type Given, type Osls, readGiven } from '../../infra/read-parameters.ts';

type Params = Readonly<Record<string, string | number | boolean>>;

const serverless = parse(
  await readFile(new URL('../../serverless.yml', import.meta.url), 'utf8'),
) as { readonly params: Readonly<Record<string, Params>> };

/** What osls answers for the variables of serverless.yml, where `--param` names these. */
export const oslsWith = (given: Params = {}, stage = 'test'): Osls => {
  const params: Params = {
    ...serverless.params['default'],
    ...serverless.params[stage],
    ...given,
  };
  return {
    async resolveVariable(variable) {
      if (variable === 'sls:stage') return stage;
      if (variable === 'self:provider.region') return 'eu-west-1';
      const value = params[variable.replace(/^param:/, '')];
      if (value === undefined) throw new Error(`no variable ${variable}`);
      return value;
    },
  };
};

/** The parameters, read. */
export const givenParameters = (given: Params = {}): Promise<Given> => readGiven(oslsWith(given));
