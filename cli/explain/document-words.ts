import type { ChosenField, SinkConnector, SinkStatement } from '../../shared/config/connector.ts';
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

/** Whose time dates an index, and in which zone; null where the name has no date. */
export const dateText = (
  { indexTime, transforms }: SinkConnector,
  { index }: SinkStatement,
): string | null => {
  const isDated = index.some((part) => typeof part !== 'string' && part.kind === 'date');
  if (!isDated && !isRoutedByTime(transforms)) return null;
  return `${indexTime.of === 'record' ? 'the record’s own' : 'the day of writing'}, in ${indexTime.zone}`;
};
