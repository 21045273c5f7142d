import { ConnectError } from '../../shared/connect/errors.ts';

/** The local run can't start or go on; the message says why and what to do, and is all a person needs. */
export class LocalRunError extends ConnectError {
  override name = 'LocalRunError';
}

/** What a machine without the servers' prerequisites can do. */
export const INSTALL_ADVICE = `  Debian, Ubuntu:  apt-get install default-jre-headless maven
  macOS:           brew install openjdk@21 maven
  containers:      docker compose up -d
                   KAFKA_BROKERS=localhost:9092 OPENSEARCH_NODE=http://localhost:9200 npm start`;
