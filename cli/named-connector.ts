import type { Connector } from '../shared/config/connector.ts';
import { ConnectError } from '../shared/connect/errors.ts';

/** The connector of a name. Throws a ConnectError that says which there are. */
export const namedConnector = <C extends Connector>(
  connectors: readonly C[],
  name: string,
  what: 'connector' | 'source connector',
): C => {
  const connector = connectors.find((each) => each.name === name);
  if (connector !== undefined) return connector;
  const names = connectors.map((each) => each.name).join(', ') || 'none';
  throw new ConnectError(
    `no ${what} ${name} in the connector files; there: ${names} (CONNECTORS_DIR names another folder)`,
  );
};
