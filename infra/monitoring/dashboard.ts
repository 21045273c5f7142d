import type { Connector } from '../../shared/config/connector.ts';
import { join, type Resources, ref, type Value } from '../cloudformation.ts';
import type { Parameters } from '../parameters.ts';
import { dashboardRows, type Row } from './dashboard-rows.ts';

/** Of 24 columns. */
const WIDTH = 6;
const PER_LINE = 4;
const HEIGHT = 5;
const PERIOD_SECONDS = 60;

/** The dashboard as a resource. */
export const dashboard = (connectors: readonly Connector[], parameters: Parameters): Resources => ({
  Dashboard: {
    Type: 'AWS::CloudWatch::Dashboard',
    Properties: {
      DashboardName: ref('AWS::StackName'),
      DashboardBody: asText({ widgets: widgets(dashboardRows(connectors, parameters)) }),
    },
  },
});

const widgets = (rows: readonly Row[]): Value => {
  let y = 0;
  return rows.flatMap(({ title, graphs }) => {
    const top = y;
    y += 1 + Math.ceil(graphs.length / PER_LINE) * HEIGHT;
    return [
      {
        type: 'text',
        x: 0,
        y: top,
        width: 24,
        height: 1,
        properties: { markdown: `## ${title}` },
      },
      ...graphs.map((graph, index) => ({
        type: 'metric',
        x: (index % PER_LINE) * WIDTH,
        y: top + 1 + Math.floor(index / PER_LINE) * HEIGHT,
        width: WIDTH,
        height: HEIGHT,
        properties: {
          title: graph.title,
          region: ref('AWS::Region'),
          view: 'timeSeries',
          period: PERIOD_SECONDS,
          stat: graph.stat,
          metrics: graph.metrics.map(({ namespace, name, dimensions }) => [
            namespace,
            name,
            ...Object.entries(dimensions).flat(),
          ]),
        },
      })),
    ];
  });
};

/** JSON in a text, in which CloudFormation fills in what only it knows. */
const asText = (value: Value): Value => {
  const parts: Value[] = [];
  const text = JSON.stringify(value, (_, member: Value) => {
    if (!isIntrinsic(member)) return member;
    parts.push(member);
    return `${HOLE}${parts.length - 1}${HOLE}`;
  });
  return join(
    '',
    text
      .split(HOLE_IN_JSON)
      .map((piece, index) => (index % 2 === 0 ? piece : (parts[Number(piece)] ?? ''))),
  );
};

/** No name has this character, which JSON writes in another way. */
const HOLE = '\u0001';
const HOLE_IN_JSON = '\\u0001';

const isIntrinsic = (value: Value): boolean =>
  typeof value === 'object' &&
  Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'));
