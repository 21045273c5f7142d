import { committedParams, oslsOf, type Params, unresolved } from '../infra/committed-params.ts';
import { checkedParameters, type Parameters } from '../infra/parameters.ts';
import type { Fault } from '../shared/connect/errors.ts';
import { regionOf } from './region.ts';
import { type Session, UsageError } from './session.ts';

type StageParameters = { readonly parameters: Parameters; readonly faults: readonly Fault[] };

/**
 * The parameters that a deploy of a stage would have: those of serverless.yml, and `name=value` before them. What
 * is wrong with them, and what only packaging knows, is a fault.
 *
 * Rejects with a UsageError where one is no parameter
 */
export const stageParameters = async (
  stage: string,
  { env }: Pick<Session, 'env'>,
  given: readonly string[] = [],
): Promise<StageParameters> => {
  const params = withGiven(await committedParams(stage), given);
  const region = regionOf(undefined, env);
  const { parameters, faults } = await checkedParameters(oslsOf(params, { stage, region }));
  const unknown = unresolved(params);
  const known = faults.filter(({ key }) => !unknown.some((one) => one.key === key));
  return { parameters, faults: [...unknown, ...known] };
};

/** A name that serverless.yml does not have would have no effect. */
const withGiven = (committed: Params, given: readonly string[]): Params => ({
  ...committed,
  ...Object.fromEntries(
    given.map((text) => {
      const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
      if (!Object.hasOwn(committed, name))
        throw new UsageError(
          `--param ${text}: expected name=value with a name of ${Object.keys(committed).join(', ')}`,
        );
      return [name, value];
    }),
  ),
});
