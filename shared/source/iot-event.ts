import { ConnectError } from '../connect/errors.ts';
import { isObject } from '../connect/is-object.ts';

/** What a device sent, as the topic rule handed it over. */
export type MqttMessage = {
  /** Evaluated once per message by the rule; the same in every retry of the invocation. */
  readonly id: string;
  readonly topic: string;
  /** The rule's FROM. Absent in an event that was not made by a rule of ours. */
  readonly filter?: string;
  /** The payload's bytes; empty where the device sent none. */
  readonly payload: Buffer;
  /** When the rules engine got it; milliseconds since the epoch. */
  readonly timestamp: number;
  readonly clientId?: string;
  readonly traceId?: string;
  /** Those MQTT 5 user properties that the rule asks for, each as often as the device gave it. */
  readonly userProperties?: UserProperties;
};

type UserProperties = Readonly<Record<string, readonly string[]>>;

/**
 * Reads the event of a topic rule (AWS IoT Core: "IoT rule" SQL of the contract in docs/delivery.md).
 *
 * @throws ConnectError naming the member that is missing or of the wrong type
 */
export const mqttMessage = (event: unknown): MqttMessage => {
  const members = object(event);
  const filter = optionalText(members, 'filter');
  const clientId = known(optionalText(members, 'clientId'));
  const traceId = known(optionalText(members, 'traceId'));
  const userProperties = properties(members, 'userProperties');
  return {
    id: text(members, 'id'),
    topic: text(members, 'topic'),
    payload: bytes(members, 'data'),
    timestamp: milliseconds(members, 'timestamp'),
    ...(filter !== undefined && { filter }),
    ...(clientId !== undefined && { clientId }),
    ...(traceId !== undefined && { traceId }),
    ...(userProperties && { userProperties }),
  };
};

type Members = Readonly<Record<string, unknown>>;

const object = (event: unknown): Members => {
  if (!isObject(event)) throw new ConnectError('the event is no object of a topic rule');
  return event;
};

const optionalText = (members: Members, name: string): string | undefined => {
  const value = members[name] ?? undefined;
  if (value !== undefined && typeof value !== 'string') throw wrong(name, 'a string');
  return value;
};

/** Decoding skips what is no base64: the payload of a rule without `encode` would be lost unseen. */
const bytes = (members: Members, name: string): Buffer => {
  const base64 = optionalText(members, name) ?? '';
  const decoded = Buffer.from(base64, 'base64');
  if (decoded.toString('base64') !== base64) throw wrong(name, 'base64');
  return decoded;
};

/** IoT Core leaves out what a message does not have. */
const properties = (members: Members, name: string): UserProperties | undefined => {
  const value = members[name] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || !Object.values(value).every(isTexts))
    throw wrong(name, 'an object of lists of strings');
  return value as UserProperties;
};

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((text) => typeof text === 'string');

const text = (members: Members, name: string): string => {
  const value = optionalText(members, name);
  if (!value) throw wrong(name, 'a string that is not empty');
  return value;
};

const milliseconds = (members: Members, name: string): number => {
  const value = members[name];
  if (!Number.isSafeInteger(value) || (value as number) < 0)
    throw wrong(name, 'milliseconds since the epoch');
  return value as number;
};

const wrong = (name: string, expected: string): ConnectError =>
  new ConnectError(`the event's member ${name} is not ${expected}`);

/** IoT Core says `n/a` for what a message published over HTTP does not have. */
const known = (value: string | undefined): string | undefined =>
  value === 'n/a' || value === '' ? undefined : value;
