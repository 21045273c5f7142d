import type { Connector } from '../../shared/config/connector.ts';
import { isTolerant, writesLetters } from '../../shared/config/letters.ts';
import { mark } from '../cloudformation.ts';
import { logicalId } from '../logical-id.ts';
import type { Alarm } from './alarm.ts';
import { ofConnector } from './metric.ts';

/** What needs a person about errant records of one topic. */
export const letterAlarms = (connector: Connector, topic: string): readonly Alarm[] => [
  ...(connector.errors.tolerance === 'none' ? [stopped(connector, topic)] : []),
  ...(isTolerant(connector.errors) ? [errant(connector, topic)] : []),
  ...(writesLetters(connector.errors) ? [unwritten(connector, topic)] : []),
];

const ONE = { stat: 'Sum', rings: 'above', threshold: 0 } as const;

const idOf = ({ name }: Connector, end: string, topic: string): string =>
  `${logicalId(name)}${end}${mark(topic)}`;

const stopped = (connector: Connector, topic: string): Alarm => ({
  ...ONE,
  id: idOf(connector, 'NotTolerated', topic),
  metrics: [ofConnector(connector.name, topic)('RecordsNotTolerated')],
  what: `${connector.name} has a record of ${topic} that can never succeed, and errors.tolerance is none. ${STOPPED[connector.kind]}`,
  todo: 'The log has its coordinates: mend the file or the index, or tolerate it with errors.tolerance=all.',
});

const STOPPED: Readonly<Record<Connector['kind'], string>> = {
  source: 'Its message goes to the failure queue.',
  sink: 'Its partition waits.',
};

const errant = (connector: Connector, topic: string): Alarm => {
  const { drop, deadLetterTopic } = connector.errors;
  return {
    ...ONE,
    id: idOf(connector, 'Errant', topic),
    metrics: [ofConnector(connector.name, topic)('RecordsErrant')],
    what: `Errant records of ${connector.name} about ${topic} were ${drop ? 'dropped' : `put into ${deadLetterTopic}`}.`,
    todo: drop
      ? 'The log says where and why.'
      : 'See why: npx connectless dead-letters. When it is mended: npx connectless redrive.',
  };
};

const unwritten = (connector: Connector, topic: string): Alarm => ({
  ...ONE,
  id: idOf(connector, 'LettersFailed', topic),
  metrics: [ofConnector(connector.name, topic)('DeadLetterFailures')],
  what: `Letters of ${connector.name} about ${topic} could not be written to ${connector.errors.deadLetterTopic}; their records are tried again.`,
  todo: 'Look whether the topic exists and takes messages of this size, and at the function’s rights.',
});
