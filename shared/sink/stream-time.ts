import type { StreamTime } from '../config/connector.ts';
import { jsonMembers } from '../connect/json-parse.ts';
import { refuse } from '../connect/refused.ts';

/** The field that every document of a data stream has. */
const TIMESTAMP = '@timestamp';

/**
 * A document with its `@timestamp`: the record's time (milliseconds) where it has none, or what the first of some fields
 * holds. All else stays the bytes that it is.
 *
 * Refuses a document that has none of those fields and no `@timestamp` of its own, and one that needs the time of a record
 * without time.
 */
export const withStreamTime = (time: StreamTime, document: Buffer, timestamp: number): Buffer => {
  if (time.kind === 'template') return document;
  const text = document.toString();
  const members = jsonMembers(text) ?? new Map<string, string>();
  const field = time.kind === 'fields' ? time.names.find((name) => members.has(name)) : undefined;
  if (field !== undefined) return Buffer.from(withMember(text, members, members.get(field) ?? ''));
  if (members.has(TIMESTAMP)) return document;
  if (time.kind === 'fields')
    return refuse(`none of the fields ${time.names.join(', ')} for ${TIMESTAMP}`);
  if (timestamp === -1) return refuse(`the record has no time for ${TIMESTAMP}`);
  return Buffer.from(withMember(text, members, String(timestamp)));
};

/** An object with that `@timestamp` before its other members, or in the place of what it had. */
const withMember = (text: string, members: ReadonlyMap<string, string>, value: string): string => {
  const member = `{${JSON.stringify(TIMESTAMP)}:${value}`;
  const rest = text.slice(text.indexOf('{') + 1);
  if (!members.has(TIMESTAMP)) return members.size === 0 ? `${member}}` : `${member},${rest}`;
  const others = [...members].filter(([name]) => name !== TIMESTAMP);
  return `${member}${others.map(([name, of]) => `,${JSON.stringify(name)}:${of}`).join('')}}`;
};
