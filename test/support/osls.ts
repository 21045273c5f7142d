import { committedParams, oslsOf, type Params, serviceText } from '../../infra/committed-params.ts';
import { type Given, type Osls, readGiven } from '../../infra/read-parameters.ts';

/** What osls answers for the variables of serverless.yml, where `--param` names these. */
export const oslsWith = (given: Params = {}, stage = 'test'): Osls => ({
  async resolveVariable(variable) {
    const params = { ...committedParams(await serviceText(), stage), ...given };
    return oslsOf(params, { stage, region: 'eu-west-1' }).resolveVariable(variable);
  },
});

/** The parameters, read. */
export const givenParameters = (given: Params = {}): Promise<Given> => readGiven(oslsWith(given));
