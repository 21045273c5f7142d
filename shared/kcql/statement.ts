/** A column as it was selected or ignored. */
export type Column = {
  /** The part of the record it is taken from; `meta` is the old syntax, `_.topic` or `_.key.x`. */
  readonly origin: 'value' | 'key' | 'header' | 'meta';
  /** Names from the outside in; a last `*` stands for everything there. The whole key is the empty path. */
  readonly path: readonly string[];
  /** Quotes around it are part of it, as upstream keeps them. */
  readonly alias?: string;
};

/** The clauses that have an effect on one of the two legs; one that is absent was not written. */
export type ClauseValues = {
  readonly autoCreate?: true;
  readonly withStructure?: true;
  /** One path per key, as written: `_key`, `_value` and `_header` are its first name. */
  readonly primaryKeys?: readonly (readonly string[])[];
  readonly docType?: string;
  readonly indexSuffix?: string;
  readonly converter?: string;
  readonly withKey?: readonly string[];
  readonly keyDelimiter?: string;
  readonly pipeline?: string;
  readonly regex?: string;
  readonly properties?: Readonly<Record<string, string>>;
};

/** A clause that neither leg uses: its keyword, and its argument as it was written. */
export type OtherClause = { readonly keyword: string; readonly text: string };

type Into = { readonly kind: 'insert' | 'upsert'; readonly target: string };
type Select = { readonly kind: 'select'; readonly target?: never };

/** One KCQL statement, exactly as the Lenses connectors would understand it. */
export type KcqlStatement = (Into | Select) &
  ClauseValues & {
    readonly source: string;
    readonly columns: readonly Column[];
    readonly ignored: readonly Column[];
    readonly otherClauses: readonly OtherClause[];
  };

/** A place in a KCQL text: `offset` from 0, `line` and `column` from 1. */
export type Position = { readonly offset: number; readonly line: number; readonly column: number };

/**
 * Something that is wrong with a KCQL text.
 *
 * An error is refused upstream, too. A warning is text that upstream loses or
 * misreads without a word; `lost` is that text.
 */
export type KcqlProblem = {
  readonly severity: 'error' | 'warning';
  /** Which statement, from 1, and its text. */
  readonly statement: number;
  readonly kcql: string;
  readonly position: Position;
  readonly found: string;
  /** What belongs there, and the way out where one is known. */
  readonly expected: string;
  readonly lost?: string;
};
