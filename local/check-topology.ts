import type { Connector } from '../shared/config/connector.ts';
import { staticTargets } from '../shared/source/target-topic.ts';
import type { Options } from './options.ts';
import { LocalRunError } from './servers/local-run-error.ts';

/**
 * What a person should know of a set of connectors before its run.
 *
 * @throws LocalRunError where nothing could ever come through
 */
export const checkTopology = (
  connectors: readonly Connector[],
  connectorsDir: string,
  { messages, devices }: Pick<Options, 'messages' | 'devices'>,
): readonly string[] => {
  if (connectors.length === 0)
    throw new LocalRunError(
      `There is no connector in ${connectorsDir}: it needs *.json files, or CONNECTORS_DIR names another folder.`,
    );
  const sources = connectors.filter((connector) => connector.kind === 'source');
  if (sources.length === 0 && messages !== undefined)
    throw new LocalRunError(
      `There is no source connector in ${connectorsDir}, so no phone can publish: leave --messages out.`,
    );
  const read = new Set(
    connectors.flatMap((connector) => (connector.kind === 'sink' ? connector.topics : [])),
  );
  const unread = sources
    .flatMap(({ statements }) => staticTargets(statements))
    .filter((topic) => !read.has(topic));
  return [
    ...(sources.length === 0 && devices > 0 ? ['no source connector: phones publish nothing'] : []),
    ...[...new Set(unread)].map((topic) => `no sink reads ${topic}: its messages end in Kafka`),
  ];
};
