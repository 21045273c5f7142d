import { ConnectError } from '../connect/errors.ts';

/**
 * What `connectless verify` asks of the function `prepare`, which alone can reach a domain in the VPC:
 * whether a document is to be found. It is that function's event, beside the events
 * of CloudFormation, which have no `action`.
 */
export type FindDocument = {
  readonly action: 'find';
  /** An index, or a pattern with `*`. The function's role searches what the sink connectors write, and no other. */
  readonly index: string;
  /** A text that the document holds, in whatever field: a UUID. */
  readonly marker: string;
};

/** Where the document is; never what it holds. */
export type FoundDocument =
  | { readonly found: false }
  | { readonly found: true; readonly index: string; readonly id: string };

/** Whether an event of `prepare` is one of these, and not CloudFormation's. */
export const asksForDocument = (event: unknown): boolean =>
  (event as { readonly action?: unknown } | null)?.action === 'find';

const INDEX = /^[^\s,/"\\|<>?#_*.-][^\s,/"\\|<>?#]*$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Reads the event. Nothing in it can leave the path or the query that it goes into.
 *
 * @throws ConnectError naming the member that is missing or of the wrong form
 */
export const findDocument = (event: unknown): FindDocument => {
  const members = event as Readonly<Record<string, unknown>>;
  const text = (name: string, form: RegExp, expected: string): string => {
    const value = members[name];
    if (typeof value === 'string' && form.test(value)) return value;
    throw new ConnectError(`the event's member ${name} is not ${expected}`);
  };
  return {
    action: 'find',
    index: text('index', INDEX, 'an index or a pattern that begins with a name'),
    marker: text('marker', UUID, 'a UUID'),
  };
};

/**
 * Reads the answer, on verify's side.
 *
 * @throws ConnectError where it is no such answer
 */
export const foundDocument = (answer: unknown): FoundDocument => {
  const { found, index, id } = Object(answer) as Readonly<Record<string, unknown>>;
  if (found === false) return { found };
  if (found === true && typeof index === 'string' && typeof id === 'string')
    return { found, index, id };
  throw new ConnectError('the function prepare did not answer whether there is a document');
};
