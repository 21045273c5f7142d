/** What a person can do about an error of the AWS SDK, by its name. */
const WAYS_OUT: Readonly<Record<string, string>> = {
  CredentialsProviderError:
    'no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; `aws sts get-caller-identity` says who you are',
  TokenProviderError: 'the AWS sign-in is over: `aws sso login`',
  ExpiredToken: 'the AWS credentials have expired: sign in again',
  ExpiredTokenException: 'the AWS credentials have expired: sign in again',
  UnrecognizedClientException: 'AWS does not know these credentials: `aws sts get-caller-identity`',
  InvalidClientTokenId: 'AWS does not know these credentials: `aws sts get-caller-identity`',
  SignatureDoesNotMatch: 'AWS refuses the signature: is the secret key right, and the clock?',
};

const DENIED = /^(AccessDenied|AccessDeniedException|UnauthorizedException|NotAuthorized)$/;
const UNREACHABLE = /^(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|TimeoutError)$/;

/** An error's name; the SDK's are the API's. */
export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

/** What to tell a person about an error of the AWS SDK; nothing where it is none of those that need one. */
export const awsWayOut = (error: unknown): string | undefined => {
  const name = nameOf(error);
  const known = WAYS_OUT[name];
  if (known !== undefined) return known;
  if (!(error instanceof Error)) return undefined;
  if (DENIED.test(name))
    return `AWS denies it: ${error.message}\ndocs/command-line.md lists the rights that each verb needs`;
  const code = 'code' in error ? String(error.code) : name;
  if (UNREACHABLE.test(code))
    return `AWS can't be reached (${code}): is there a network, and is the region right (--region, AWS_REGION)?`;
  return '$metadata' in error ? `${name}: ${error.message}` : undefined;
};
