import { ConnectError } from '../connect/errors.ts';

/** Why something failed, as CloudFormation shows it; a bug's name is told, too. */
export const reasonOf = (error: unknown): string => {
  if (error instanceof ConnectError) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
};
