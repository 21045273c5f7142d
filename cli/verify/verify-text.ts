import type { Paint } from '../text/paint.ts';
import { tableLines, wrapText } from '../text/table.ts';
import type { Evidence } from './evidence.ts';
import { INTERVAL } from './follow.ts';
import type { Route } from './route.ts';
import { placeOf, type Stop } from './stop.ts';
import { documentOf, hasPassed, recordIn, type Sighting, type Watch } from './watch.ts';

type Layout = { readonly paint: Paint; readonly width: number };

/** A stop, and what AWS knows of the parts that it names. */
export type KnownStop = Stop & { readonly known: readonly Evidence[] };

const TIME_WIDTH = 9;

/** `   1.2 s  IoT Core took the message` */
export const sightingText = (sighting: Sighting): string =>
  `${durationText(sighting.ms).padStart(TIME_WIDTH)}  ${hopText(sighting)}`;

const hopText = (sighting: Sighting): string => {
  switch (sighting.hop) {
    case 'iot-core':
      return 'IoT Core took the message';
    case 'kafka':
      return `Kafka has the record: ${placeOf(sighting)}`;
    case 'letter':
      return `it is errant: the letter is ${placeOf(sighting)}`;
    case 'group':
      return `${sighting.connector}: its group ${sighting.group} has committed past it`;
    case 'document':
      return `${sighting.connector}: the document is searchable, ${sighting.index}/${sighting.id}`;
  }
};

/** What could not be seen, though the message may have passed there; and what the times are. */
export const notesText = (route: Route, watch: Watch): string =>
  [
    ...gaps(route, watch).map((gap) => `${'?'.padStart(TIME_WIDTH)}  ${gap}`),
    '',
    `Times are since publishing began. After IoT Core each hop was looked for, ${INTERVAL} ms after the answer before: it was passed by then.`,
  ].join('\n');

/** Hops of Kafka that were not seen, though the message may have passed there. */
export const gaps = (route: Route, watch: Watch): readonly string[] => {
  const { topics, groups } = watch.unknown;
  const unknown = [...topics, ...groups].map(
    ([name, { reason }]) => `${name}: not known, ${reason}`,
  );
  const arrived = route.destinations.filter((each) => documentOf(watch, each) !== undefined);
  const unseen = [...new Set(arrived.flatMap((each) => each.topics))]
    .filter((topic) => recordIn(watch, [topic]) === undefined && !topics.has(topic))
    .map((topic) => `${topic}: no record with the marker was seen`);
  const uncommitted = route.readers
    .filter(({ sink }) => arrived.some((each) => each.sink === sink))
    .filter(
      (reader) =>
        recordIn(watch, [reader.topic]) !== undefined &&
        !hasPassed(watch, reader) &&
        !groups.has(reader.group),
    )
    .map(({ group }) => `${group}: not seen to commit past it yet`);
  return [...unknown, ...unseen, ...uncommitted];
};

/** What AWS is to be asked about first: a part that is not well. */
export const suspectOf = ({ known }: KnownStop): Evidence | undefined =>
  known.find(({ isWell }) => isWell === false);

/** Where the way of each missing document ended, what is known of that hop, and what to look at. */
export const stopsText = (stops: readonly KnownStop[], layout: Layout): string =>
  stops.map((stop) => stopText(stop, layout)).join('\n\n');

const stopText = (stop: KnownStop, { paint, width }: Layout): string => {
  const { destination, hop, says, lookAt, known } = stop;
  const suspect = suspectOf(stop);
  return [
    paint('red', `no document in ${destination.index} (${destination.sink.name})`),
    ...wrapText(`it stopped at: ${hop}. As far as it was seen, ${says}`, width),
    ...(known.length === 0
      ? []
      : [
          'the last ten minutes there, as far as AWS knows:',
          ...tableLines(
            known.map((each) => [mark(each.isWell, paint), each.hop, each.says]),
            { indent: '  ', width },
          ),
        ]),
    ...wrapText(
      `look at: ${suspect === undefined ? lookAt : `${suspect.hop}: ${suspect.lookAt}`}`,
      width,
    ),
  ].join('\n');
};

const mark = (isWell: boolean | undefined, paint: Paint): string => {
  if (isWell === undefined) return paint('yellow', '?');
  return isWell ? paint('green', 'ok') : paint('red', 'no');
};

/** `12 ms`, `1.2 s` */
const durationText = (ms: number): string =>
  ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
