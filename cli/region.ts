/** As serverless.yml has it. */
const REGION = 'us-east-1';

/** The region that a deploy takes: the option's, the variable's, else that of serverless.yml. */
export const regionOf = (
  option: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string => option ?? (env['AWS_REGION'] || REGION);
