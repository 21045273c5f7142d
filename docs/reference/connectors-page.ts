import { DIALECTS, type Dialect } from '../../shared/config/dialects.ts';
import {
  CONNECT_KEYS,
  CONNECT_SINK_KEYS,
  CONNECT_SOURCE_KEYS,
} from '../../shared/config/keys/connect.ts';
import { OWN_KEYS, OWN_SINK_KEYS, OWN_SOURCE_KEYS } from '../../shared/config/keys/connectless.ts';
import { WORKER_KEYS } from '../../shared/config/keys/worker.ts';
import type { ConfigKeys } from '../../shared/connect/config-keys.ts';
import { CONVERTERS } from '../../shared/connect/converters/converters.ts';
import { TRANSFORM_KEYS } from '../../shared/transforms/create-transforms.ts';
import { PREDICATES } from '../../shared/transforms/predicates/predicates.ts';
import { TRANSFORMS } from '../../shared/transforms/transforms.ts';
import { keyTable, pluginTable } from './rows.ts';

const INTRODUCTION = `# Connector files

Every \`*.json\` in \`connectors/\` is one connector, as Kafka Connect's REST API takes it: flat, or \`{ "name", "config" }\`. Values are
strings, numbers or booleans. \`connect-distributed.properties\` beside them holds a worker's defaults; a connector's converter setting
replaces the worker's as a whole. This page is made of the tables that files are read and checked by (\`npm run docs\`).

What becomes of a key here: it is *honoured*; it *becomes* something else; it has *no effect*, and why; or it is *refused*, and what to do
instead. A key that is not on this page has no effect either: one that misses a known key by a letter or two is an error, any other a
warning (an error with \`--strict\`). \`<alias>\` stands for one word, a last \`*\` for any rest.

## References

A value that is read when a function starts (hosts, user names, passwords) may name where it is kept, in Kafka's syntax; no
\`config.providers\` is needed. A password that is deployed must be one, and not of \`env\`.

| Reference | Value |
| --- | --- |
| \`\${env:NAME}\` | a variable of the function's environment |
| \`\${file:PATH:KEY}\` | a key of a \`.properties\` file |
| \`\${secretsmanager:NAME:KEY}\` | a member of a secret of Secrets Manager, or the secret, without a key |
| \`\${ssm:NAME}\` | a parameter of Parameter Store |`;

/** The reference page, made of the tables. */
export const connectorsPage = (): string =>
  `${[
    INTRODUCTION,
    ...DIALECTS.map(dialectSection),
    '## Kafka Connect’s own keys',
    '### Every connector',
    keyTable(CONNECT_KEYS),
    '### Sources',
    keyTable(CONNECT_SOURCE_KEYS),
    '### Sinks',
    keyTable(CONNECT_SINK_KEYS),
    '## Keys of our own',
    'Allowed in every dialect.',
    '### Every connector',
    keyTable(OWN_KEYS),
    '### Sources',
    keyTable(OWN_SOURCE_KEYS),
    '### Sinks',
    keyTable(OWN_SINK_KEYS),
    '## The worker’s file',
    keyTable(WORKER_KEYS),
    '## Converters',
    'Or [one of your own](custom-transforms.md), by the path of its module.',
    ...CONVERTERS.flatMap(pluginSection),
    '## Transforms',
    'Or [one of your own](custom-transforms.md), by the path of its module. Each has, beside its own keys:',
    pluginTable(TRANSFORM_KEYS),
    ...TRANSFORMS.flatMap(pluginSection),
    '## Predicates',
    ...PREDICATES.flatMap(pluginSection),
  ].join('\n\n')}\n`;

const dialectSection = ({ title, classes, keys }: Dialect): string =>
  [`## ${title}`, classes.map((name) => `\`${name}\``).join('<br>'), keyTable(keys)].join('\n\n');

type Plugin = { readonly className: string; readonly doc: string; readonly keys: ConfigKeys };

const pluginSection = ({ className, doc, keys }: Plugin): readonly string[] => [
  `### ${className.slice(className.lastIndexOf('.') + 1)}`,
  `\`${className}\`: ${doc}`,
  ...(Object.keys(keys).length > 0 ? [pluginTable(keys)] : []),
];
