import type { ConnectorFolder } from '../../shared/config/files.ts';
import { readSourceConfig } from '../../shared/config/read-connectors.ts';
import { createErrantRecordReporter } from '../../shared/dead-letters/errant-record-reporter.ts';
import { openRecordProducer } from '../../shared/kafka/connect.ts';
import type { ErrantLog, Metrics } from '../../shared/ports.ts';
import { connectConfigProviders } from '../../shared/providers/connect.ts';
import { mqttMessage } from '../../shared/source/iot-event.ts';
import { newTopics } from '../../shared/source/new-topics.ts';
import { createSourceTask, type SourceTask } from '../../shared/source/source-task.ts';
import type { Session } from '../session.ts';
import { type Deliver, failureOf } from './delivery.ts';

/** As much as the function has, less its time to answer. */
const TIMEOUT = 29_000;

/** Runs source connectors' tasks in this process, where the brokers can be reached: what their functions do. */
export const runTask = (folder: ConnectorFolder, env: Session['env'], log: ErrantLog): Deliver => {
  const tasks = new Map<string, Promise<SourceTask>>();
  const taskOf = (connector: string): Promise<SourceTask> => {
    const task = tasks.get(connector) ?? assemble(folder, { ...env, CONNECTOR: connector }, log);
    tasks.set(connector, task);
    return task;
  };
  return async (connector, event, signal) => {
    const task = await taskOf(connector);
    try {
      await task.put(mqttMessage(event), AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]));
      return { kind: 'acknowledged' };
    } catch (error) {
      return failureOf(error);
    }
  };
};

/** Nobody watches what a person does by hand. */
const NO_METRICS: Metrics = { add: () => undefined, publish: () => undefined };

const assemble = async (
  folder: ConnectorFolder,
  env: Session['env'],
  log: ErrantLog,
): Promise<SourceTask> => {
  const config = await readSourceConfig(folder, env, connectConfigProviders(env));
  const producer = await openRecordProducer(config.kafka, { newTopics: newTopics(config) });
  return createSourceTask(config, {
    producer,
    reporter: createErrantRecordReporter(config.errors, {
      producer,
      now: Date.now,
      log,
      metrics: NO_METRICS,
    }),
    now: Date.now,
    metrics: NO_METRICS,
  });
};
