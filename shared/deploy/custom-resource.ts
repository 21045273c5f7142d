import type { CloudFormationCustomResourceEvent as Event } from 'aws-lambda';
import { deadline, within } from '../connect/deadline.ts';
import { reasonOf } from './reason.ts';

/** What CloudFormation is told of a custom resource. */
export type CustomResourceAnswer = {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly Data?: CustomResourceData;
};

/** A custom resource's attributes, for `Fn::GetAtt`. */
type CustomResourceData = Readonly<Record<string, string>>;

export type CustomResourcePorts = {
  /** Brings about what the properties ask for; called for Create and Update alike. Has a second after the abort to say how far it came. */
  apply(properties: unknown, signal: AbortSignal): Promise<CustomResourceData>;
  /** Delivers the answer to the URL that CloudFormation waits at. */
  answer(url: string, body: CustomResourceAnswer): Promise<void>;
};

/** Lambda's handler of a custom resource. */
export type CustomResourceHandler = (
  event: Event,
  context: { getRemainingTimeInMillis(): number },
) => Promise<void>;

/** Time to deliver the answer, its tries included: without one a stack waits for an hour. */
const ANSWER_MARGIN = 10_000;
/** Time to say what was not done in time. */
const LAST_WORD = 1_000;
/** CloudFormation takes an answer of 4 KB, in which the reason is the only part of any length. */
const REASON_LENGTH = 1_000;

/**
 * A custom resource that answers whatever happens, before its own time is over. There is nothing to
 * undo on Delete, so that a failed creation can always be rolled back.
 */
export const createCustomResource =
  ({ apply, answer }: CustomResourcePorts): CustomResourceHandler =>
  async (event, context) => {
    const signal = deadline(context, ANSWER_MARGIN + LAST_WORD);
    const end = deadline(context, ANSWER_MARGIN);
    const outcome = await settle(async () =>
      event.RequestType === 'Delete' ? {} : within(end, apply(event.ResourceProperties, signal)),
    );
    await answer(event.ResponseURL, {
      ...outcome,
      PhysicalResourceId: physicalId(event),
      StackId: event.StackId,
      RequestId: event.RequestId,
      LogicalResourceId: event.LogicalResourceId,
    });
  };

/** Any error is an answer here, a bug's too. */
const settle = async (
  run: () => Promise<CustomResourceData>,
): Promise<Pick<CustomResourceAnswer, 'Status' | 'Reason' | 'Data'>> => {
  try {
    return { Status: 'SUCCESS', Data: await run() };
  } catch (error) {
    return { Status: 'FAILED', Reason: reasonOf(error).slice(0, REASON_LENGTH) };
  }
};

/** The same for a resource's whole life: another one on Update would be a replacement. */
const physicalId = (event: Event): string =>
  ('PhysicalResourceId' in event && event.PhysicalResourceId) || event.LogicalResourceId;
