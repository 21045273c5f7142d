import { awsWayOut, nameOf } from '../aws/aws-error.ts';

/** An answer of AWS, or why there is none. */
export type Answer<T> = { readonly value: T } | { readonly unknown: string };

/** Without them nothing can be asked at all. */
const NOBODY = /Credentials|Token|UnrecognizedClient|Signature/;

/**
 * Asks AWS. One answer that is denied or missing leaves the others: a table with a gap says more than an
 * error. Rejects where there are no credentials.
 */
export const ask = async <T>(question: () => Promise<T>): Promise<Answer<T>> => {
  try {
    return { value: await question() };
  } catch (error) {
    const reason = awsWayOut(error);
    if (reason === undefined || NOBODY.test(nameOf(error))) throw error;
    return { unknown: reason.split('\n')[0] ?? reason };
  }
};
