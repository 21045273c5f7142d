import type { Connector } from './connector.ts';
import type { Report } from './report.ts';

const STRING_CONVERTER = 'org.apache.kafka.connect.storage.StringConverter';
const BYTES_CONVERTER = 'org.apache.kafka.connect.converters.ByteArrayConverter';
const JSON_CONVERTER = 'org.apache.kafka.connect.json.JsonConverter';

/** Something that passes validation and packaging, but that no function runs yet. */
type NotRunnable = {
  readonly key: string;
  readonly asked: (connector: Connector) => boolean;
  readonly found: (connector: Connector) => string;
  readonly expected: string;
};

/** Shrinks with every converter and transform that comes; the cold start alone refuses what is here. */
const NOT_RUNNABLE: readonly NotRunnable[] = [
  {
    key: 'key.converter',
    asked: ({ kind, converters }) =>
      kind === 'source' && converters.key.className !== STRING_CONVERTER,
    found: ({ converters }) => converters.key.className,
    expected: `${STRING_CONVERTER}, since others are not there yet`,
  },
  {
    key: 'value.converter',
    asked: ({ kind, converters }) =>
      kind === 'source' && converters.value.className !== BYTES_CONVERTER,
    found: ({ converters }) => converters.value.className,
    expected: `${BYTES_CONVERTER}, since others are not there yet`,
  },
  {
    key: 'value.converter',
    asked: ({ kind, converters }) => kind === 'sink' && !keepsJson(converters.value),
    found: ({ converters }) => converters.value.className,
    expected: `${BYTES_CONVERTER}, StringConverter, or JsonConverter with schemas.enable=false, since others are not there yet`,
  },
  {
    key: 'connect.mqtt.kcql',
    asked: (connector) =>
      connector.kind === 'source' &&
      connector.statements.some(({ converter }) => converter !== undefined),
    found: () => 'WITHCONVERTER',
    expected: 'BytesConverter, since others are not there yet',
  },
  {
    key: 'transforms',
    asked: ({ transforms }) => (transforms['transforms'] ?? '').trim() !== '',
    found: ({ transforms }) => transforms['transforms'] ?? '',
    expected: 'no transforms, since they are not there yet',
  },
];

/** Converters that leave a JSON text as it is. */
const keepsJson = ({ className, config }: Connector['converters']['value']): boolean =>
  className === BYTES_CONVERTER ||
  className === STRING_CONVERTER ||
  (className === JSON_CONVERTER && config['schemas.enable']?.trim().toLowerCase() === 'false');

export const checkRunnable = (connector: Connector, report: Report): void => {
  for (const { key, asked, found, expected } of NOT_RUNNABLE)
    if (asked(connector)) report.error(key, { found: found(connector), expected });
};
