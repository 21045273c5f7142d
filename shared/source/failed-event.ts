import { createHash } from 'node:crypto';
import { ConnectError } from '../connect/errors.ts';

/** A record of the failure queue, or a file of failure records. */
export type FailureRecord = {
  /** JSON: one of AWS' two envelopes. */
  readonly body: string;
  /** When it came; milliseconds since the epoch. */
  readonly sentAt: number;
  /** Its own in the queue. */
  readonly id: string;
};

/** An event of a topic rule that no function has taken, and whose function it is. */
export type FailedEvent = {
  readonly connector: string;
  /** What the function is invoked with, for the first time or again. */
  readonly event: IotEvent;
};

/** What a topic rule selects, with whatever more a rule of today or of an older deploy has in it. */
export type IotEvent = Readonly<Record<string, unknown>> & {
  readonly topic: string;
  readonly timestamp: number;
};

/** Who may have missed a message: the source connectors' rules and functions, by AWS' names. */
export type Origins = {
  readonly rules: ReadonlyMap<string, { readonly connector: string; readonly filter: string }>;
  readonly functions: ReadonlyMap<string, string>;
};

/**
 * Reads a failure record: Lambda's, of an event whose tries were used up (AWS Lambda: "Retaining records of
 * asynchronous invocations"), or that of a rule whose action failed (AWS IoT Core: "Error handling (error
 * action)").
 *
 * @throws ConnectError where it is neither, or nobody's; the message never quotes it
 */
export const failedEvent = (record: FailureRecord, origins: Origins): FailedEvent => {
  const members = readObject(record.body);
  if (members['requestPayload'] !== undefined) return ofFunction(members, origins);
  if (typeof members['base64OriginalPayload'] === 'string') return ofRule(members, record, origins);
  throw new ConnectError(
    'neither a record of a failed invocation nor of a failed rule: it has no requestPayload and no base64OriginalPayload',
  );
};

type Members = Readonly<Record<string, unknown>>;

const readObject = (text: string): Members => {
  const members = parse(text);
  if (members === undefined) throw new ConnectError('not JSON');
  return Object(members);
};

/** The parser's own message quotes the text: nothing of it goes on. */
const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Lambda keeps the event as it was: id, filter and time are its own. */
const ofFunction = (members: Members, { functions }: Origins): FailedEvent => {
  const { functionArn } = Object(members['requestContext']) as Members;
  const name = functionName(String(functionArn));
  const connector = functions.get(name);
  if (connector === undefined)
    throw new ConnectError(`of the function ${name}, which is no source connector's here`);
  const event = members['requestPayload'] as IotEvent;
  const { topic, timestamp } = Object(event) as Members;
  if (typeof topic !== 'string' || typeof timestamp !== 'number')
    throw new ConnectError(`an event of the function ${name} that no topic rule has made`);
  return { connector, event };
};

/** `arn:aws:lambda:region:account:function:name:qualifier` */
const functionName = (arn: string): string => arn.split(':')[6] ?? arn;

/**
 * A rule keeps what the device sent, but neither an id nor the time: the id comes from the trace, so
 * that a message which is redriven twice is one document, the time is the queue's.
 */
const ofRule = (
  members: Members,
  { id, sentAt }: FailureRecord,
  { rules }: Origins,
): FailedEvent => {
  const rule = String(members['ruleName']);
  const origin = rules.get(rule);
  if (origin === undefined)
    throw new ConnectError(`of the rule ${rule}, which is no source connector's here`);
  const { topic, clientId, cloudwatchTraceId: trace, base64OriginalPayload: data } = members;
  if (typeof topic !== 'string')
    throw new ConnectError(`of the rule ${rule}, but without its topic`);
  const traceId = typeof trace === 'string' && trace !== '' ? trace : undefined;
  const event: IotEvent = {
    data,
    topic,
    filter: origin.filter,
    timestamp: sentAt,
    ...(typeof clientId === 'string' && { clientId }),
    ...(traceId !== undefined && { traceId }),
    id: nameUuid(`${rule}\n${traceId ?? id}`),
  };
  return { connector: origin.connector, event };
};

/** A namespace of our own. */
const NAMESPACE = Buffer.from('5b1f3c0e7c1f4d0d9a6c0a4c3f1e8d27', 'hex');

/** The UUID of a name, version 5 (RFC 9562, 5.5). */
const nameUuid = (name: string): string => {
  const bytes = createHash('sha1').update(NAMESPACE).update(name).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};
