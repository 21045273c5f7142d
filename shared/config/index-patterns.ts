import { type FlatConfig, readList } from '../connect/config-keys.ts';
import { createJavaRegex } from '../connect/java-regex.ts';
import { isModuleName } from '../connect/modules.ts';
import { regexRouter } from '../transforms/regex-router.ts';
import { timestampRouter } from '../transforms/timestamp-router.ts';
import type { NamePart, SinkConnector, SinkStatement } from './connector.ts';

/** The indices, or the data stream, that a statement writes to, as a pattern of OpenSearch's. */
export type IndexPattern = {
  /** `phone-data_*`: `*` stands for a date, and for what only a record says. */
  readonly pattern: string;
  /** Whether it names an index for each day, or another time. */
  readonly isDated: boolean;
  readonly isStream: boolean;
};

/** Stands for what is not known before a record comes; no topic has it. */
const ANY = '\uffff';

/** What a sink writes to, each pattern once. One that begins with `*` says that only a record knows. */
export const indexPatterns = ({
  statements,
  transforms,
}: Pick<SinkConnector, 'statements' | 'transforms'>): readonly IndexPattern[] => {
  const all = statements.flatMap((statement) =>
    topicsAfter(transforms, statement.source).map(({ topic, isDated }) => ({
      pattern: patternOf(statement.index, topic),
      isDated: statement.index.some((part) => isDate(part) || (isDated && isTopic(part))),
      isStream: isStream(statement),
    })),
  );
  return [...Map.groupBy(all, ({ pattern }) => pattern).values()].flatMap(([first]) => first ?? []);
};

/** A pattern that no index of somebody else's can match by accident. */
export const isBounded = ({ pattern }: IndexPattern): boolean => !pattern.startsWith('*');

const isStream = ({ write }: SinkStatement): boolean => write.operation === 'create';

const isDate = (part: NamePart): boolean => typeof part !== 'string' && part.kind === 'date';
const isTopic = (part: NamePart): boolean => typeof part !== 'string' && part.kind === 'topic';

const patternOf = (parts: readonly NamePart[], topic: string): string =>
  parts
    .map((part) => {
      if (typeof part === 'string') return part;
      return part.kind === 'topic' ? part.name(topic) : ANY;
    })
    .join('')
    .replaceAll(/\uffff+/g, '*');

type RoutedTopic = { readonly topic: string; readonly isDated: boolean };

/** The names that transforms may give a topic. */
const topicsAfter = (transforms: FlatConfig, topic: string): readonly RoutedTopic[] =>
  readList(transforms['transforms'] ?? '').reduce<readonly RoutedTopic[]>(
    (topics, alias) => topics.flatMap((one) => routed(transforms, alias, one)),
    [{ topic, isDated: false }],
  );

/** With a predicate a transform may run or not, and a module of a user's own may do anything. */
const routed = (
  transforms: FlatConfig,
  alias: string,
  before: RoutedTopic,
): readonly RoutedTopic[] => {
  const of = (key: string): string | undefined => transforms[`transforms.${alias}.${key}`];
  const type = of('type')?.trim() ?? '';
  if (isModuleName(type)) return [before, { ...before, topic: ANY }];
  const route = ROUTES[type];
  if (route === undefined) return [before];
  const after = route(before, of);
  return of('predicate') === undefined ? [after] : [before, after];
};

type Route = (before: RoutedTopic, of: (key: string) => string | undefined) => RoutedTopic;

const ROUTES: Readonly<Record<string, Route>> = {
  [timestampRouter.className]: ({ topic }, of) => ({
    topic: (of('topic.format') ?? '${topic}-${timestamp}')
      .replaceAll('${topic}', () => topic)
      .replaceAll('${timestamp}', () => ANY),
    isDated: true,
  }),
  [regexRouter.className]: (before, of) => ({
    ...before,
    topic: before.topic.includes(ANY) ? ANY : renamed(before.topic, of),
  }),
};

const renamed = (topic: string, of: (key: string) => string | undefined): string => {
  const regex = createJavaRegex(of('regex') ?? '');
  return regex.matches(topic) ? regex.replaceFirst(of('replacement') ?? '')(topic) : topic;
};
