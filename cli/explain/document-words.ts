import type {
  ChosenField,
  IndexTime,
  SinkConnector,
  SinkStatement,
} from '../../shared/config/connector.ts';
import { isRoutedByTime } from '../../shared/config/warnings.ts';

/** Which fields a statement's documents have, as KCQL says it; null where they are the whole value. */
export const fieldsText = ({ projection }: SinkStatement): string | null =>
  projection === undefined
    ? null
    : `${projection.fields.map(fieldText).join(', ')}; ${projection.structured ? 'each where it was in the value' : 'all at the top level'}`;

const fieldText = ({ parents, name, alias }: ChosenField): string => {
  const path = [...parents, name].join('.');
  return alias === name ? path : `${path} AS ${alias}`;
};

/** Whose time dates an index, and in which zone. */
export type DateSource = Pick<IndexTime, 'of' | 'zone'>;

/** Null where the name has no date. */
export const dateSource = (
  { indexTime: { of, zone }, transforms }: SinkConnector,
  { index }: SinkStatement,
): DateSource | null => {
  const isDated = index.some((part) => typeof part !== 'string' && part.kind === 'date');
  return isDated || isRoutedByTime(transforms) ? { of, zone } : null;
};

/** What an index is dated by, and what comes of a record that is read a second time. */
export const dateWords = (
  date: DateSource | null,
): { readonly date: string; readonly again: string } => {
  const again = 'A record that is read again meets its own document.';
  if (date === null) return { date: '', again };
  return date.of === 'record'
    ? { date: ` (of a record of now; the date is the record’s own, in ${date.zone})`, again }
    : {
        date: ` (the date is the day of writing, in ${date.zone})`,
        again: 'A record that is read again on another day makes a second document.',
      };
};
