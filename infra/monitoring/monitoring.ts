import type { Connector } from '../../shared/config/connector.ts';
import type { Resources } from '../cloudformation.ts';
import type { Parameters } from '../parameters.ts';
import { type Alarm, alarmResources } from './alarm.ts';
import { dashboard } from './dashboard.ts';
import { queries } from './queries.ts';
import { serviceAlarms } from './service-alarms.ts';
import { sinkAlarms } from './sink-alarms.ts';
import { sourceAlarms } from './source-alarms.ts';

/** Every alarm of a deploy, in the order of a message. */
export const alarms = (
  connectors: readonly Connector[],
  parameters: Parameters,
): readonly Alarm[] => [
  ...connectors.flatMap((connector) =>
    connector.kind === 'source' ? sourceAlarms(connector) : sinkAlarms(connector, parameters),
  ),
  ...serviceAlarms(parameters),
];

/** What shows how it goes, and tells when it does not. */
export const monitoring = (
  connectors: readonly Connector[],
  parameters: Parameters,
): Resources => ({
  ...alarmResources(alarms(connectors, parameters), parameters),
  ...dashboard(connectors, parameters),
  ...queries(connectors),
});
