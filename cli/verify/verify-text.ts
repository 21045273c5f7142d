import type { Paint } from '../text/paint.ts';
import { tableLines } from '../text/table.ts';
import type { Evidence } from './evidence.ts';
import type { Followed } from './follow.ts';

type Layout = { readonly paint: Paint; readonly width: number };

/** Where a message has stopped: at the first hop that is not well, as far as AWS knows. */
export const stoppedAt = (evidence: readonly Evidence[]): Evidence | undefined =>
  evidence.find(({ isWell }) => isWell === false);

/** What is known where documents are missing, and what to look at. */
export const missingText = (
  { missing }: Followed,
  evidence: readonly Evidence[],
  { paint, width }: Layout,
): string => {
  const stop = stoppedAt(evidence);
  return [
    ...missing.map(({ sink, index }) => paint('red', `not found in ${index} (${sink.name})`)),
    '',
    'the last ten minutes, as far as AWS knows:',
    ...tableLines(
      evidence.map(({ hop, says, isWell }) => [mark(isWell, paint), hop, says]),
      { indent: '  ', width },
    ),
    '',
    stop === undefined
      ? 'no hop has a failure: is the field searchable (index mapping), or did a transform drop the message? A greater --timeout may do'
      : `it seems to have stopped at: ${stop.hop}\nlook at: ${stop.lookAt}`,
  ].join('\n');
};

const mark = (isWell: boolean | undefined, paint: Paint): string => {
  if (isWell === undefined) return paint('yellow', '?');
  return isWell ? paint('green', 'ok') : paint('red', 'no');
};

/** `12 ms`, `1.2 s` */
export const durationText = (ms: number): string =>
  ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
