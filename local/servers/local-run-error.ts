import { ConnectError } from '../../shared/connect/errors.ts';

/** The local run can't start or go on; the message says why and what to do, and is all a person needs. */
export class LocalRunError extends ConnectError {
  override name = 'LocalRunError';
}

/** What a machine without the servers' prerequisites can do. */
export const INSTALL_ADVICE = `  Debian, Ubuntu:  apt-get install default-jre-headless maven
  macOS:           brew install openjdk@21 maven
  Java elsewhere:  JAVA_HOME=/its/folder npm start
  containers:      docker compose up --wait
                   MQTT_URL=mqtt://127.0.0.1:1883 KAFKA_BROKERS=127.0.0.1:9092 OPENSEARCH_NODE=http://127.0.0.1:9200 npm start`;
