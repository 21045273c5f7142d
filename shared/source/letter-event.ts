import { ConnectError } from '../connect/errors.ts';
import { type Header, lastHeader } from '../connect/records.ts';
import type { Letter } from '../dead-letters/read-letter.ts';
import type { IotEvent } from './failed-event.ts';

/**
 * The event of the message that a source's letter is about: the same id, filter and time, so that its
 * records are the ones that they would have been. `userProperties` names the headers that came from the
 * device's MQTT 5 properties.
 *
 * @throws ConnectError where a transform has dropped a header that is needed
 */
export const letterEvent = (
  { record, position }: Letter,
  userProperties: readonly string[],
): IotEvent => {
  const { headers, value, timestamp } = record;
  const text = (name: string): string | undefined => lastHeader(headers, name)?.value?.toString();
  const needed = (name: string): string => {
    const found = text(name);
    if (found) return found;
    throw new ConnectError(`${position} has no header ${name}, which its connector drops`);
  };
  const clientId = text('mqtt-client-id');
  const traceId = text('trace-id');
  const properties = userProperties.flatMap((name) => propertyOf(headers, name));
  return {
    data: value?.toString('base64') ?? '',
    topic: needed('mqtt-topic'),
    filter: needed('mqtt-filter'),
    timestamp,
    ...(clientId !== undefined && { clientId }),
    ...(traceId !== undefined && { traceId }),
    id: needed('message-id'),
    ...(properties.length > 0 && { userProperties: Object.fromEntries(properties) }),
  };
};

const propertyOf = (
  headers: readonly Header[],
  name: string,
): readonly (readonly [string, readonly string[]])[] => {
  const texts = headers
    .filter(({ key }) => key === name)
    .map(({ value }) => value?.toString() ?? '');
  return texts.length > 0 ? [[name, texts]] : [];
};
