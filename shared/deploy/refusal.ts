import { type ApiAnswer, member } from './open-search-api.ts';

/** What OpenSearch's answer means for a request of ours. */
export type Judgement =
  | 'done'
  /** The plugin that would answer is not there. */
  | 'absent'
  /** There is no such thing yet. */
  | 'missing'
  /** Somebody else was quicker. */
  | 'conflict'
  /** We lack the right. */
  | 'forbidden'
  /** It asks for nothing at all. */
  | 'empty'
  | 'refused';

const BY_STATUS: Readonly<Record<number, Judgement>> = {
  401: 'forbidden',
  403: 'forbidden',
  404: 'missing',
  409: 'conflict',
};

/**
 * Judges by status and form, not by prose: a path that no plugin has is answered with 400, and with a text
 * where any handler's error is an object (seen on OpenSearch 2.19 and 3.6).
 */
export const judge = ({ status, body }: ApiAnswer): Judgement => {
  if (status < 300) return 'done';
  if ((status === 400 || status === 405) && typeof member(body, 'error') === 'string')
    return 'absent';
  if (member(body, 'error', 'type') === 'action_request_validation_exception') return 'empty';
  return BY_STATUS[status] ?? 'refused';
};

/** `400 illegal_argument_exception: …`, as OpenSearch says it of a request that holds no record. */
export const refusalText = ({ status, body }: ApiAnswer): string => {
  const type = text(member(body, 'error', 'type'));
  const reason =
    text(member(body, 'error', 'reason')) ??
    text(member(body, 'message')) ??
    text(member(body, 'Message')) ??
    text(member(body, 'error'));
  const what = [type, reason].filter((part) => part !== undefined).join(': ');
  return what === '' ? String(status) : `${status} ${what}`;
};

const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;
