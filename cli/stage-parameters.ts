import { Option } from 'commander';
import {
  committedParams,
  oslsOf,
  paramNames,
  serviceText,
  unresolved,
} from '../infra/committed-params.ts';
import { readParamOptions } from '../infra/param-options.ts';
import { checkedParameters, type Parameters } from '../infra/parameters.ts';
import { type Fault, faultLine } from '../shared/connect/errors.ts';
import { regionOf } from './region.ts';
import { type Session, UsageError } from './session.ts';

/** What a verb takes as serverless does. */
export const paramOption = (): Option =>
  new Option('--param <name=value...>', 'a parameter as serverless takes it, before those').default(
    [],
  );

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
  const service = await serviceText();
  const options = readParamOptions(given, paramNames(service));
  if (options.faults.length > 0) throw new UsageError(options.faults.map(faultLine).join('\n'));
  const params = { ...committedParams(service, stage), ...options.params };
  const region = regionOf(undefined, env);
  const { parameters, faults } = await checkedParameters(oslsOf(params, { stage, region }));
  const unknown = unresolved(params);
  const known = faults.filter(({ key }) => !unknown.some((one) => one.key === key));
  return { parameters, faults: [...unknown, ...known] };
};
