import type { Fault } from '../connect/errors.ts';
import type { IndicesConfig, SinkConnector } from './connector.ts';
import type { ConnectorFolder } from './files.ts';
import { indexPatterns } from './index-patterns.ts';
import { isTemplateName } from './index-template-form.ts';
import { readConnectorFile } from './json-file.ts';

const RETENTION = 'connectless.retention.days';
/** Names a composable index template of a user's own. */
const INDEX_TEMPLATE = 'connectless.index.template';

/** The templates that the files of a folder name, to be read before the files are checked. */
export const templateNames = ({ connectors }: ConnectorFolder): readonly string[] => [
  ...new Set(
    connectors
      .flatMap((file) => readConnectorFile(file, []).entries)
      .filter(({ key }) => key === INDEX_TEMPLATE)
      .map(({ text }) => text.trim())
      .filter(isTemplateName),
  ),
];

/** A template file's content; undefined where it is no JSON object. */
export const readTemplate = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? // As was just looked at.
        (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
};

/** Refuses templates that are not there or no JSON, and two sinks that want different things of one index. */
export const checkIndices = (
  sinks: readonly SinkConnector[],
  templates: ReadonlyMap<string, string>,
  faults: Fault[],
): void => {
  faults.push(...sinks.flatMap((sink) => templateFault(sink, templates) ?? []));
  faults.push(...disagreements(sinks, RETENTION, ({ retentionDays }) => retentionDays));
  faults.push(...disagreements(sinks, INDEX_TEMPLATE, ({ template }) => template));
};

const templateFault = (
  { file, indices: { template } }: SinkConnector,
  templates: ReadonlyMap<string, string>,
): Fault | undefined => {
  if (template === undefined || readTemplate(templates.get(template) ?? '')) return undefined;
  const expected = templates.has(template) ? 'a JSON object in that file' : 'a file that is there';
  return { file, key: INDEX_TEMPLATE, severity: 'error', found: template, expected };
};

/** What another sink says differently of the same indices; who says nothing agrees. */
const disagreements = (
  sinks: readonly SinkConnector[],
  key: string,
  said: (indices: IndicesConfig) => string | number | undefined,
): readonly Fault[] => {
  const all = sinks.flatMap((sink) => {
    const value = said(sink.indices);
    const patterns = value === undefined ? [] : indexPatterns(sink);
    return patterns.map(({ pattern }) => ({ file: sink.file, pattern, value }));
  });
  return [...Map.groupBy(all, ({ pattern }) => pattern).values()].flatMap(([first, ...others]) =>
    others
      .filter(({ value }) => value !== first?.value)
      .map(({ file, pattern, value }) => ({
        file,
        key,
        severity: 'error',
        found: String(value),
        expected: `${first?.value}, as ${first?.file} says of the same indices ${pattern}`,
      })),
  );
};
