import type { Connector } from '../shared/config/connector.ts';
import type { Fault } from '../shared/connect/errors.ts';
import { functionSettings } from './function-settings.ts';
import { mappingMode, type Parameters } from './parameters.ts';
import { signInFaults } from './sign-in.ts';

/** Lambda's limit for functions behind a Kafka mapping. */
const MAPPING_TIMEOUT_SECONDS = 840;

/** What the files and the parameters ask for together that AWS does not have. */
export const deployFaults = (
  connectors: readonly Connector[],
  parameters: Parameters,
): readonly Fault[] =>
  connectors.flatMap((connector) => [
    ...signInFaults(connector, parameters),
    ...timeoutFaults(connector),
    ...bucketFaults(connector, parameters),
  ]);

const timeoutFaults = (connector: Connector): readonly Fault[] => {
  const { timeoutSeconds } = functionSettings(connector);
  if (connector.kind === 'source' || timeoutSeconds <= MAPPING_TIMEOUT_SECONDS) return [];
  return [
    {
      file: connector.file,
      key: 'connectless.timeout.seconds',
      severity: 'error',
      found: String(timeoutSeconds),
      expected: `${MAPPING_TIMEOUT_SECONDS} at most, behind a mapping`,
    },
  ];
};

/** A mapping on demand would give a batch up after ten tries, which is minutes of an outage. */
const bucketFaults = (connector: Connector, parameters: Parameters): readonly Fault[] => {
  if (connector.kind === 'source') return [];
  const { failureBucket } = connector.mapping;
  if (failureBucket === undefined || mappingMode(connector.mapping, parameters) === 'provisioned')
    return [];
  return [
    {
      file: connector.file,
      key: 'connectless.mapping.failure.bucket',
      severity: 'error',
      found: failureBucket,
      expected: 'a provisioned mapping, which alone lets say after how many tries',
    },
  ];
};
