import type { Connector } from './connector.ts';
import type { Report } from './report.ts';

/** Something that passes validation and packaging, but that no function runs yet. */
type NotRunnable = {
  readonly key: string;
  readonly asked: (connector: Connector) => boolean;
  readonly found: (connector: Connector) => string;
  readonly expected: string;
};

/** Shrinks with every converter that comes; the cold start alone refuses what is here. */
const NOT_RUNNABLE: readonly NotRunnable[] = [
  {
    key: 'connect.mqtt.kcql',
    asked: (connector) =>
      connector.kind === 'source' &&
      connector.statements.some(({ converter }) => converter !== undefined),
    found: () => 'WITHCONVERTER',
    expected: 'BytesConverter, since others are not there yet',
  },
];

export const checkRunnable = (connector: Connector, report: Report): void => {
  for (const { key, asked, found, expected } of NOT_RUNNABLE)
    if (asked(connector)) report.error(key, { found: found(connector), expected });
};
