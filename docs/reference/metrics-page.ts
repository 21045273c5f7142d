import { DIMENSIONS, METRICS, NAMESPACE } from '../../shared/metrics.ts';
import { code, markdown } from './rows.ts';

const INTRODUCTION = `# Metrics

In CloudWatch under \`${NAMESPACE}\`, with the dimensions ${DIMENSIONS.map(code).join(' and ')} and no others. \`Connector\` is the
connector's name; \`Topic\` is the topic that a sink reads or, as its statement has it, that a source writes to.

The sink function writes them as one line (embedded metric format) for each batch, also where the invocation then fails. The source
function writes nothing for a good message: AWS counts its invocations, errors and durations. What stays zero is not sent, so alarms
treat what is missing as not breaching. This page is made of the table that the functions use (\`npm run docs\`).`;

/** The page of all metrics, made of their table. */
export const metricsPage = (): string =>
  `${[INTRODUCTION, markdown(['Metric', 'Unit', 'Sent by', 'What it counts'], rows())].join('\n\n')}\n`;

const rows = (): readonly (readonly string[])[] =>
  Object.entries(METRICS).map(([name, { unit, meaning, legs }]) => [
    code(name),
    unit.toLowerCase(),
    legs.join(', '),
    meaning,
  ]);
