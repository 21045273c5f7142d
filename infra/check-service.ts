import { type CheckedConnectors, checkConnectors } from '../shared/config/check-connectors.ts';
import type { ConnectorFolder } from '../shared/config/files.ts';
import { deployFaults } from './check-deploy.ts';
import { nameFaults } from './check-names.ts';
import type { Parameters } from './parameters.ts';
import { signInVariables } from './sign-in.ts';

/** What a deploy with these parameters finds in a folder: its connectors, and all that is wrong or surprises. */
export const checkService = (
  folder: ConnectorFolder,
  parameters: Parameters,
  strict = false,
): CheckedConnectors => {
  const { connectors, faults } = checkConnectors(folder, {
    strict,
    deploy: true,
    env: signInVariables(parameters.given),
  });
  return {
    connectors,
    faults: [
      ...faults,
      ...nameFaults(connectors, parameters.stage),
      ...deployFaults(connectors, parameters),
    ],
  };
};
