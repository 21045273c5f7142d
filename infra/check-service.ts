import { type CheckedConnectors, checkConnectors } from '../shared/config/check-connectors.ts';
import { inOrder } from '../shared/config/faults.ts';
import type { ConnectorFolder } from '../shared/config/files.ts';
import { unusedSecrets } from '../shared/config/unused-secrets.ts';
import { deployFaults } from './check-deploy.ts';
import { nameFaults } from './check-names.ts';
import { type OwnSignIn, ownSignIn } from './own-sign-in.ts';
import type { Parameters } from './parameters.ts';
import { signInVariables } from './sign-in.ts';

/** Connectors that may be deployed, and how the deploy's own function signs in to Kafka beside them. */
type CheckedService = CheckedConnectors & { readonly own: OwnSignIn };

/** What a deploy with these parameters finds in a folder: its connectors, and all that is wrong or surprises. */
export const checkService = (
  folder: ConnectorFolder,
  parameters: Parameters,
  strict = false,
): CheckedService => {
  const { connectors, faults } = checkConnectors(folder, {
    strict,
    deploy: true,
    env: signInVariables(parameters.given),
  });
  const own = ownSignIn(folder, connectors, parameters);
  const told = [
    ...faults,
    ...nameFaults(connectors, parameters.stage),
    ...deployFaults(connectors, parameters),
    ...own.faults,
  ];
  return {
    connectors,
    own,
    // Connectors and the deploy's own function meet some faults of the worker's file together.
    faults: inOrder([...told, ...unusedSecrets(folder, told)]),
  };
};
