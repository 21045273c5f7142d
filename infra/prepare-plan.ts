import type { Connector, DataStreams, SinkConnector } from '../shared/config/connector.ts';
import type { ConnectorFolder } from '../shared/config/files.ts';
import { functionKey } from '../shared/config/function-key.ts';
import { type IndexPattern, indexPatterns, isBounded } from '../shared/config/index-patterns.ts';
import { readTemplate } from '../shared/config/index-template-file.ts';
import type {
  PlannedRetention,
  PlannedRole,
  PlannedTemplate,
  PreparePlan,
} from '../shared/deploy/prepare-plan.ts';
import { priorityOf } from '../shared/deploy/retention.ts';
import { mark } from './cloudformation.ts';
import { eventSourceMappings } from './event-source-mappings.ts';
import { neededTopics } from './needed-topics.ts';

/** What a plan is made from, besides the connectors. */
export type PlanContext = {
  readonly stage: string;
  readonly templates: NonNullable<ConnectorFolder['templates']>;
  /** Whether the cluster exists already: then topics that are missing on it are made. */
  readonly makesTopics: boolean;
  /** Why the function can't sign in to the cluster, where it can't. */
  readonly kafkaByHand?: string;
  /** Whether an administrator is to give this function rights, too. */
  readonly needsRights: boolean;
};

/** The function's own key, in the roles of a plan. */
export const PREPARE = 'prepare';

/** What `prepare` is to bring about for the connectors. */
export const preparePlan = (
  connectors: readonly Connector[],
  context: PlanContext,
): PreparePlan => {
  const sinks = connectors.filter((connector) => connector.kind === 'sink');
  return {
    topics: context.makesTopics ? neededTopics(connectors) : [],
    cutOvers: sinks.flatMap(cutOvers),
    templates: plannedTemplates(sinks, context),
    retention: plannedRetention(sinks, context),
    roles: plannedRoles(sinks, context),
    ...(context.kafkaByHand !== undefined && { kafkaByHand: context.kafkaByHand }),
  };
};

/** With several topics each mapping has a group of its own, which the worker did not have. */
const cutOvers = (connector: SinkConnector): PreparePlan['cutOvers'] =>
  eventSourceMappings(connector)
    .filter(({ consumerGroup }) => consumerGroup !== connector.mapping.consumerGroup)
    .map(({ consumerGroup, topic }) => ({
      connector: connector.name,
      from: connector.mapping.consumerGroup,
      to: consumerGroup,
      topic,
    }));

type Owned = IndexPattern & { readonly sink: SinkConnector };

/** What the sinks write to, by pattern; what only a record knows can't be prepared. */
const byPattern = (sinks: readonly SinkConnector[]): readonly (readonly [Owned, ...Owned[]])[] => {
  const all = sinks.flatMap((sink) =>
    indexPatterns(sink)
      .filter(isBounded)
      .map((index) => ({ ...index, sink })),
  );
  return [...Map.groupBy(all, ({ pattern }) => pattern).values()].flatMap(([first, ...others]) =>
    first ? [[first, ...others] as const] : [],
  );
};

const nameOf = (stage: string, text: string): string => {
  const words = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return `connectless-${stage}-${words}-${mark(text)}`.toLowerCase();
};

const plannedTemplates = (
  sinks: readonly SinkConnector[],
  { stage, templates }: PlanContext,
): readonly PlannedTemplate[] => {
  const groups = byPattern(sinks).map((owned) => ({
    index: owned[0],
    file: owned.flatMap(({ sink }) => sink.indices.template ?? [])[0],
  }));
  const usual = groups
    .filter(({ file }) => file === undefined)
    .map(({ index }) => ({ name: nameOf(stage, index.pattern), body: usualTemplate(index) }));
  const own = [...Map.groupBy(groups, ({ file }) => file)].flatMap(([file, of]) =>
    file === undefined
      ? []
      : [
          {
            name: nameOf(stage, file),
            body: {
              index_patterns: of.map(({ index }) => index.pattern),
              priority: Math.max(...of.map(({ index }) => priorityOf(index.pattern))),
              ...readTemplate(templates.get(file) ?? ''),
            },
          },
        ],
  );
  return [...usual, ...own];
};

/**
 * What fits daily indices of devices. One shard, since a day of a thousand messages a second is some 20 GB;
 * a copy where there is a second node. A field that one device spells differently stays out of the
 * index instead of making its document errant, and a number is a double even if its first one was whole.
 */
export const USUAL_INDEX = {
  settings: {
    index: {
      number_of_shards: 1,
      auto_expand_replicas: '0-1',
      codec: 'best_compression',
      mapping: { ignore_malformed: true },
    },
  },
  mappings: {
    dynamic_templates: [
      { whole_numbers: { match_mapping_type: 'long', mapping: { type: 'double' } } },
      { numbers: { match_mapping_type: 'double', mapping: { type: 'double' } } },
    ],
  },
};

const usualTemplate = ({ pattern, isStream }: IndexPattern): unknown => ({
  index_patterns: [pattern],
  priority: priorityOf(pattern),
  ...(isStream && { data_stream: {} }),
  template: USUAL_INDEX,
});

/** The most telling patterns first, so that no index is given the policy of a broader one. */
const plannedRetention = (
  sinks: readonly SinkConnector[],
  { stage }: PlanContext,
): readonly PlannedRetention[] =>
  byPattern(sinks)
    .map((owned) => ({
      id: nameOf(stage, owned[0].pattern),
      pattern: owned[0].pattern,
      isStream: owned[0].isStream,
      days: owned.flatMap(({ sink }) => sink.indices.retentionDays ?? [])[0] ?? null,
    }))
    .toSorted((a, b) => priorityOf(b.pattern) - priorityOf(a.pattern));

const plannedRoles = (
  sinks: readonly SinkConnector[],
  context: PlanContext,
): readonly PlannedRole[] => [
  ...sinks.map((sink) => {
    const key = functionKey(sink.name);
    const patterns = indexPatterns(sink).map(({ pattern }) => pattern);
    return {
      name: `connectless-${context.stage}-${key}`,
      function: key,
      body: sinkRole(patterns, sink.streams),
    };
  }),
  ...(context.needsRights ? [ownRole(sinks, context)] : []),
];

/**
 * What a `_bulk` request needs: its parts are checked by index, and it makes the day's index and new fields.
 * Data streams are asked for first, and made where that is the sink's.
 */
const sinkRole = (
  patterns: readonly string[],
  streams: DataStreams | undefined,
): PlannedRole['body'] => ({
  cluster_permissions: ['indices:data/write/bulk', ...templateActions(streams)],
  index_permissions: [
    {
      index_patterns: patterns,
      allowed_actions: [
        'indices:data/write/bulk*',
        'indices:data/write/index',
        'indices:data/write/update',
        'indices:data/write/delete',
        'indices:admin/create',
        'indices:admin/auto_create',
        'indices:admin/mapping/put',
        'indices:admin/mapping/auto_put',
        ...streamActions(streams),
      ],
    },
  ],
});

const streamActions = (streams: DataStreams | undefined): readonly string[] =>
  streams === undefined
    ? []
    : [
        'indices:admin/data_stream/get',
        ...(streams.kind === 'made' ? ['indices:admin/data_stream/create'] : []),
      ];

/** Index templates have names, not indices. */
const templateActions = (streams: DataStreams | undefined): readonly string[] =>
  streams?.kind === 'made' && streams.template !== undefined
    ? ['indices:admin/index_template/get', 'indices:admin/index_template/put']
    : [];

/**
 * Templates and retention, and searching for `verify`. ISM deletes, and rolls a stream over, with the roles of who
 * put the policy: without these rights every index stays, `no permissions for [indices:admin/delete]` (seen
 * with index-management and security 3.4).
 */
const ownRole = (sinks: readonly SinkConnector[], context: PlanContext): PlannedRole => {
  const ending = plannedRetention(sinks, context).filter(({ days }) => days !== null);
  return {
    name: `connectless-${context.stage}-${PREPARE}`,
    function: PREPARE,
    body: {
      cluster_permissions: [
        'indices:admin/index_template/get',
        'indices:admin/index_template/put',
        'cluster:admin/opendistro/ism/policy/get',
        'cluster:admin/opendistro/ism/policy/write',
        'cluster:admin/opendistro/ism/policy/delete',
        'cluster:admin/opendistro/ism/managedindex/*',
      ],
      index_permissions: [
        {
          index_patterns: byPattern(sinks).map(([{ pattern }]) => pattern),
          allowed_actions: [
            'indices:data/read/search',
            'indices:admin/opensearch/ism/managedindex',
          ],
        },
        ...allowed(ending, ['indices:admin/delete']),
        ...allowed(
          ending.filter(({ isStream }) => isStream),
          ['indices:monitor/stats', 'indices:admin/rollover'],
        ),
      ],
    },
  };
};

const allowed = (
  retention: readonly PlannedRetention[],
  actions: readonly string[],
): readonly unknown[] =>
  retention.length === 0
    ? []
    : [{ index_patterns: retention.map(({ pattern }) => pattern), allowed_actions: actions }];
