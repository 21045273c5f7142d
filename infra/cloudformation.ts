import { createHash } from 'node:crypto';

/** A value in a template: JSON, intrinsic functions included. */
export type Value =
  | string
  | number
  | boolean
  | readonly Value[]
  | { readonly [key: string]: Value };

/** A resource of a template. */
export type Resource = {
  readonly Type: string;
  /** What holds the only copy of something outlives its stack. */
  readonly DeletionPolicy?: 'Retain';
  readonly UpdateReplacePolicy?: 'Retain';
  readonly UpdatePolicy?: { readonly [key: string]: Value };
  /** Logical ids of what has to be there before, beside what the properties refer to. */
  readonly DependsOn?: readonly string[];
  readonly Metadata?: { readonly [key: string]: Value };
  readonly Properties: { readonly [key: string]: Value };
};

/** Resources by their logical id. */
export type Resources = Readonly<Record<string, Resource>>;

/** What a stack tells whoever deployed it, by name. */
export type Outputs = Readonly<Record<string, { readonly Value: Value }>>;

/** A resource's `Ref`, or a pseudo parameter. */
export const ref = (logicalId: string): Value => ({ Ref: logicalId });

/** An attribute of a resource. */
export const getAtt = (logicalId: string, attribute: string): Value => ({
  'Fn::GetAtt': [logicalId, attribute],
});

/** Texts and values, joined. */
export const join = (separator: string, parts: readonly Value[] | Value): Value => ({
  'Fn::Join': [separator, parts],
});

/** A text's parts. */
export const split = (separator: string, text: Value): Value => ({
  'Fn::Split': [separator, text],
});

/** One of a list. */
export const select = (index: number, list: Value): Value => ({ 'Fn::Select': [index, list] });

/** The ARN of something in the stack's own account and region. */
export const arn = (service: string, ...resource: readonly Value[]): Value =>
  join('', [
    'arn:',
    ref('AWS::Partition'),
    `:${service}:`,
    ref('AWS::Region'),
    ':',
    ref('AWS::AccountId'),
    ':',
    ...resource,
  ]);

/** Every principal of the stack's own account whose policies allow it. */
export const accountArn = (): Value =>
  join('', ['arn:', ref('AWS::Partition'), ':iam::', ref('AWS::AccountId'), ':root']);

/**
 * Eight characters of the stack's own id. What is kept when a stack is removed must not bear a name
 * that the next deploy would want.
 */
export const stackMark = (): Value =>
  select(0, split('-', select(2, split('/', ref('AWS::StackId')))));

/** What keeps a resource when its stack goes, or when a change would replace it. */
export const RETAIN = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' } as const;

/** What kept resources stand in: a stack could not delete it from under them, and would stay itself. */
export const kept = (resources: Resources): Resources =>
  Object.fromEntries(
    Object.entries(resources).map(([id, resource]) => [id, { ...resource, ...RETAIN }]),
  );

/**
 * A short mark of a text, for ids and names that can't hold the text itself. It depends on nothing
 * else, so that a statement added or moved in a file renames nothing.
 */
export const mark = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 8);
