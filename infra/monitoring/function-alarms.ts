import type { Connector } from '../../shared/config/connector.ts';
import { logicalId } from '../logical-id.ts';
import type { Alarm } from './alarm.ts';
import { ofFunction } from './metric.ts';

const NEARLY = 0.8;

/** What needs a person at a connector's function: not one failure, which is tried again, but one after the other. */
export const functionAlarms = (
  { name, kind }: Connector,
  timeoutSeconds: number,
): readonly Alarm[] => {
  const prefix = logicalId(name);
  const metric = ofFunction(prefix);
  const lasting = { rings: 'above', periods: 3 } as const;
  return [
    {
      ...lasting,
      id: `${prefix}Failing`,
      metrics: [metric('Errors')],
      stat: 'Sum',
      threshold: 0,
      what: `The function of ${name} has failed for a quarter of an hour. ${FAILING[kind]}`,
      todo: 'Its log says why; a wrong connector file is named at the cold start.',
    },
    {
      ...lasting,
      id: `${prefix}Throttled`,
      metrics: [metric('Throttles')],
      stat: 'Sum',
      threshold: 0,
      what: `The function of ${name} has been throttled for a quarter of an hour. ${FAILING[kind]}`,
      todo: 'Raise sourceConcurrency or connectless.concurrency, or the account’s concurrency.',
    },
    {
      ...lasting,
      id: `${prefix}Slow`,
      metrics: [metric('Duration')],
      stat: 'p99',
      threshold: timeoutSeconds * 1000 * NEARLY,
      what: `The function of ${name} takes nearly its whole time of ${timeoutSeconds} s.`,
      todo: SLOW[kind],
    },
  ];
};

const FAILING: Readonly<Record<Connector['kind'], string>> = {
  source: 'Messages are tried twice more, then go to the failure queue.',
  sink: 'Its partitions wait; nothing is lost while Kafka keeps the records.',
};

const SLOW: Readonly<Record<Connector['kind'], string>> = {
  source: 'Look at the brokers: producing should take milliseconds.',
  sink: 'Look at OpenSearch first; then at smaller batches (connectless.batch.size) or more time (connectless.timeout.seconds).',
};
