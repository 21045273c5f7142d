import {
  DeleteFunctionConcurrencyCommand,
  GetFunctionCommand,
  type LambdaClient,
  PutFunctionConcurrencyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-lambda';

/** Where the concurrency of a paused function is remembered; `none` is what the account has. */
const TAG = 'connectless:concurrency';
const NONE = 'none';

/** Whether it was not already: Lambda takes no event while 0 is reserved. */
export const pauseFunction = async (lambda: LambdaClient, name: string): Promise<boolean> => {
  const { arn, reserved } = await look(lambda, name);
  if (reserved === 0) return false;
  await lambda.send(
    new TagResourceCommand({ Resource: arn, Tags: { [TAG]: `${reserved ?? NONE}` } }),
  );
  await reserve(lambda, name, 0);
  return true;
};

/**
 * Whether it was paused. The concurrency is the one it had, `usual` where nobody has remembered it: then
 * somebody has paused it by hand.
 */
export const resumeFunction = async (
  lambda: LambdaClient,
  name: string,
  usual: () => Promise<number | undefined>,
): Promise<boolean> => {
  const { arn, reserved, remembered } = await look(lambda, name);
  if (reserved !== 0) return false;
  const before = remembered === undefined ? await usual() : numberOf(remembered);
  await reserve(lambda, name, before);
  if (remembered !== undefined)
    await lambda.send(new UntagResourceCommand({ Resource: arn, TagKeys: [TAG] }));
  return true;
};

const numberOf = (remembered: string): number | undefined =>
  remembered === NONE ? undefined : Number(remembered);

const look = async (lambda: LambdaClient, name: string) => {
  const { Configuration, Concurrency, Tags } = await lambda.send(
    new GetFunctionCommand({ FunctionName: name }),
  );
  return {
    arn: Configuration?.FunctionArn,
    reserved: Concurrency?.ReservedConcurrentExecutions,
    remembered: Tags?.[TAG],
  };
};

const reserve = async (
  lambda: LambdaClient,
  name: string,
  concurrency: number | undefined,
): Promise<void> => {
  await (concurrency === undefined
    ? lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: name }))
    : lambda.send(
        new PutFunctionConcurrencyCommand({
          FunctionName: name,
          ReservedConcurrentExecutions: concurrency,
        }),
      ));
};
