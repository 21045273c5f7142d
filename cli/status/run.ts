import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { readConnectors } from '../../shared/config/read-connectors.ts';
import { describeStack } from '../aws/stack.ts';
import { readOwnFolder } from '../connector-folders.ts';
import { regionOf } from '../region.ts';
import { FAULTS, type Session } from '../session.ts';
import type { StatusOptions } from '../status.ts';
import { connectAws } from './aws.ts';
import { collectStatus, type Status } from './collect.ts';
import { statusText } from './status-text.ts';

/** Runs the verb. Rejects with a ConnectError that names the way out */
export const status = async (
  { stage, region: asked, json }: StatusOptions,
  session: Session,
): Promise<void> => {
  const region = regionOf(asked, session.env);
  const connectors = readConnectors(await readOwnFolder(session));
  const stack = await describeStack(new CloudFormationClient({ region }), stage);
  const found = await collectStatus(connectAws(region), stack, connectors);
  session.print(json ? JSON.stringify(found, null, 2) : statusText(found, session));
  session.finish(isWell(found) ? 0 : FAULTS);
};

/** What may not be asked is no fault. */
const isWell = ({ connectors, clusters, domains }: Status): boolean =>
  connectors.every(({ state }) => state === 'running' || state === 'paused') &&
  clusters.every(({ state }) => !('value' in state) || state.value === 'ACTIVE') &&
  domains.every(({ health }) => !('value' in health) || health.value !== 'Red');
