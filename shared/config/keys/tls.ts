import { textKey } from '../../connect/config-keys.ts';
import { honoured, type KeyTable } from '../key-row.ts';
import { CONNECTION_KEYS } from './kafka-clients.ts';

/** Kafka's `ssl.*` under the prefix that a connector gives them, for its way to OpenSearch. */
export const tlsKeys = (prefix: string): KeyTable =>
  Object.fromEntries(
    Object.entries<KeyTable[string]>({ ...CONNECTION_KEYS, ...OURS })
      .filter(([key]) => key.startsWith('ssl.'))
      .map(([key, row]) => [prefix + key, row]),
  );

const OURS = {
  'ssl.endpoint.identification.algorithm': honoured(
    textKey('https', 'https: a node’s certificate has its name; empty: any name will do.'),
  ),
} as const satisfies KeyTable;
