/** The only door to CloudWatch: logs, and metrics in the embedded metric format, both through Powertools. */
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics as PowertoolsMetrics } from '@aws-lambda-powertools/metrics';
import { METRICS, type MetricName, NAMESPACE } from '../metrics.ts';
import type { ErrantLog, Metrics } from '../ports.ts';

/** One JSON object a line; its level is `POWERTOOLS_LOG_LEVEL`'s. */
export const connectLog = (connector: string): ErrantLog => {
  const logger = new Logger({ serviceName: connector });
  return ({ level, message, ...fields }) => logger[level](message, fields);
};

/** A line for each topic of which something was counted. */
export const connectMetrics = (connector: string): Metrics => {
  const powertools = new PowertoolsMetrics({ namespace: NAMESPACE });
  const topics = new Map<string, Map<MetricName, number[]>>();
  return {
    add(topic, metric, value) {
      const counts = topics.get(topic) ?? new Map<MetricName, number[]>();
      topics.set(topic, counts);
      const values = counts.get(metric) ?? [];
      counts.set(metric, values);
      if (METRICS[metric].unit === 'Milliseconds' || values.length === 0) values.push(value);
      else values[0] = (values[0] ?? 0) + value;
    },
    publish() {
      for (const [topic, counts] of topics) {
        // Defaults, since they outlive a line that Powertools sends early, and without its own one.
        powertools.clearDefaultDimensions();
        powertools.setDefaultDimensions({ Connector: connector, Topic: topic });
        for (const [metric, values] of counts)
          for (const value of values) powertools.addMetric(metric, METRICS[metric].unit, value);
        powertools.publishStoredMetrics();
      }
      topics.clear();
    },
  };
};
