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
  readonly Properties: { readonly [key: string]: Value };
};

/** Resources by their logical id. */
export type Resources = Readonly<Record<string, Resource>>;

/** What a stack tells whoever deployed it, by name. */
export type Outputs = Readonly<Record<string, { readonly Value: Value }>>;

export const ref = (logicalId: string): Value => ({ Ref: logicalId });

export const getAtt = (logicalId: string, attribute: string): Value => ({
  'Fn::GetAtt': [logicalId, attribute],
});

export const join = (separator: string, parts: readonly Value[] | Value): Value => ({
  'Fn::Join': [separator, parts],
});

export const split = (separator: string, text: Value): Value => ({
  'Fn::Split': [separator, text],
});

/**
 * A short mark of a text, for ids and names that can't hold the text itself. It depends on nothing
 * else, so that a statement added or moved in a file renames nothing.
 */
export const mark = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 8);
