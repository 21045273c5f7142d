import { randomUUID } from 'node:crypto';
import type { TopicRule } from '../../infra/topic-rules.ts';

/** A message as the broker hands it over. */
export type Publish = {
  readonly topic: string;
  readonly payload: Buffer;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
};

/** AWS IoT SQL's expressions that our rules use; a subscriber cannot know who published. */
const EXPRESSIONS: Readonly<Record<string, (message: Publish) => unknown>> = {
  "encode(*, 'base64')": ({ payload }) => payload.toString('base64'),
  'topic()': ({ topic }) => topic,
  'timestamp()': ({ receivedAt }) => receivedAt,
  'clientid()': () => 'n/a',
  'traceid()': () => randomUUID(),
  'newuuid()': () => randomUUID(),
};
/** MQTT 3.1.1, which the broker here speaks, has no user properties: the member is left out, as IoT Core does. */
const USER_PROPERTIES = /^\{('.*': get_user_properties\('.*'\)(, )?)+\}$/;
const LITERAL = /^'(.*)'$/s;

/**
 * Evaluates the very definition that is deployed; an expression that this emulation does not know is
 * refused at start, not left out.
 */
export const evaluateRule = ({ select }: TopicRule): ((message: Publish) => unknown) => {
  const members = Object.entries(select).map(([name, sql]) => [name, evaluator(sql)] as const);
  return (message) => Object.fromEntries(members.map(([name, value]) => [name, value(message)]));
};

const evaluator = (sql: string): ((message: Publish) => unknown) => {
  const literal = LITERAL.exec(sql);
  if (literal) return () => literal[1];
  if (USER_PROPERTIES.test(sql)) return () => undefined;
  const evaluate = EXPRESSIONS[sql];
  if (!evaluate) throw new Error(`the local rule emulation does not know ${sql}`);
  return evaluate;
};
