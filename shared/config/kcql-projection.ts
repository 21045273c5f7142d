import type { Column, KcqlStatement } from '../kcql/statement.ts';
import type { ChosenField, Projection } from './connector.ts';

const EVERYTHING = '*';

/** Upstream keeps columns of key and headers apart and never reads them. */
export const chosenColumns = ({ columns }: KcqlStatement): readonly Column[] =>
  columns.filter(({ origin }) => origin === 'value');

/** Whether the only column ends in `*`: Lenses looks no further, so that `a.*` alone is the whole value, too. */
export const isWhole = (statement: KcqlStatement): boolean => {
  const [only, second] = chosenColumns(statement);
  return second === undefined && only?.path.at(-1) === EVERYTHING;
};

/** The fields that a statement chooses; undefined where it takes the whole value. */
export const readProjection = (statement: KcqlStatement): Projection | undefined => {
  const chosen = chosenColumns(statement);
  return chosen.length === 0 || isWhole(statement)
    ? undefined
    : { fields: chosen.map(fieldOf), structured: statement.withStructure === true };
};

const fieldOf = ({ path, alias }: Column): ChosenField => {
  const name = path.at(-1) ?? '';
  return { parents: path.slice(0, -1), name, alias: alias ?? name };
};
