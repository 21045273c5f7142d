import type { Report } from './report.ts';

/** Reads `topic:name` pairs, as both dialects that have them. */
export const readTopicMap = (
  key: string,
  pairs: readonly string[],
  what: string,
  report: Report,
): ReadonlyMap<string, string> =>
  new Map(
    pairs.flatMap((pair) => {
      const [topic = '', name = '', ...more] = pair.split(':').map((word) => word.trim());
      if (topic !== '' && name !== '' && more.length === 0) return [[topic, name] as const];
      report.error(key, { found: pair, expected: `topic:${what}` });
      return [];
    }),
  );

/**
 * Reads which existing resource each topic is written to: one for each, and each for one
 * (`getTopicToExternalResourceMap`, `validateTopicToExistingResourceMappings`).
 */
export const readResourceMap = (
  key: string,
  pairs: readonly string[],
  topics: readonly string[],
  report: Report,
): ReadonlyMap<string, string> => {
  const map = readTopicMap(key, pairs, 'resource', report);
  const missing = topics.filter((topic) => !map.has(topic));
  if (missing.length > 0)
    report.error(key, { found: pairs.join(','), expected: `a resource for ${missing.join(', ')}` });
  const strange = [...map.keys()].filter((topic) => !topics.includes(topic));
  if (strange.length > 0)
    report.error(key, {
      found: strange.join(', '),
      expected: 'the topics that the connector reads, and no others',
    });
  for (const [resource, same] of Map.groupBy(map, ([, resource]) => resource))
    if (same.length > 1)
      report.error(key, {
        found: `${same.map(([topic]) => topic).join(' and ')}, both to ${resource}`,
        expected: 'a resource for each topic',
      });
  return map;
};
