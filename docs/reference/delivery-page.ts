// biome-ignore lint/style/noRestrictedImports: the page is made of this table, and needs nothing that connects
import { ITEM_ROWS, REQUEST_ROWS } from '../../shared/opensearch/outcome-table.ts';
import { markdown } from './rows.ts';

/** What stands between a pair of these in docs/delivery.md is made of the table; the rest is written by hand. */
const TABLES = {
  items: ITEM_ROWS,
  requests: REQUEST_ROWS,
} as const;

/** The page with its tables as the code has them. */
export const deliveryPage = (page: string): string =>
  Object.entries(TABLES).reduce(
    (text, [name, rows]) => between(text, `<!-- ${name} -->`, `<!-- /${name} -->`, tableOf(rows)),
    page,
  );

const tableOf = (
  rows: readonly { readonly when: string; readonly verdict: string; readonly why: string }[],
): string =>
  markdown(
    ['Answer', 'Verdict', 'Why'],
    rows.map(({ when, verdict, why }) => [when, verdict, why]),
  );

const between = (text: string, begin: string, end: string, middle: string): string => {
  const [before, rest] = halves(text, begin);
  const [, after] = halves(rest, end);
  return `${before}${begin}\n\n${middle}\n\n${end}${after}`;
};

const halves = (text: string, mark: string): readonly [string, string] => {
  const at = text.indexOf(mark);
  if (at < 0) throw new Error(`docs/delivery.md without ${mark}`);
  return [text.slice(0, at), text.slice(at + mark.length)];
};
