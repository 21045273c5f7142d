import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { LambdaClient, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { functionId, logicalId } from '../../infra/logical-id.ts';
import { readConnectors } from '../../shared/config/read-connectors.ts';
import { ConnectError } from '../../shared/connect/errors.ts';
import { deployedConcurrency, describeStack } from '../aws/stack.ts';
import { readOwnFolder } from '../connector-folders.ts';
import { namedConnector } from '../named-connector.ts';
import type { PauseOptions } from '../pause.ts';
import { redrive } from '../redrive/run.ts';
import { regionOf } from '../region.ts';
import type { Session } from '../session.ts';
import { type Deployed, deployedOf } from '../status/deployed.ts';
import { pauseFunction, resumeFunction } from './concurrency.ts';

/** Runs `pause`. Rejects with a ConnectError that names the way out */
export const pause = async (
  name: string,
  options: PauseOptions,
  session: Session,
): Promise<void> => {
  const { lambda, deployed } = await find(name, options, session);
  if (deployed.connector.kind === 'sink') {
    await enable(lambda, deployed, false);
    session.print(
      `${name} is being paused: its mappings are disabled within a minute or two (connectless status). Records wait in Kafka, for as long as their topic keeps them`,
    );
  } else {
    const isNew = await pauseFunction(lambda, functionOf(deployed));
    session.print(
      isNew
        ? `${name} is paused: its messages go to the failure queue, which keeps them for 14 days. connectless resume ${name} brings them back`
        : `${name} was paused already`,
    );
  }
  session.finish(0);
};

/** Runs `resume`. Rejects with a ConnectError that names the way out */
export const resume = async (
  name: string,
  options: PauseOptions & { readonly redrive: boolean },
  session: Session,
): Promise<void> => {
  const { lambda, cloudFormation, deployed } = await find(name, options, session);
  const { connector } = deployed;
  if (connector.kind === 'sink') {
    await enable(lambda, deployed, true);
    session.print(
      `${name} goes on within a minute or two where it was (connectless status shows its lag)`,
    );
    return session.finish(0);
  }
  const wasPaused = await resumeFunction(lambda, functionOf(deployed), () =>
    deployedConcurrency(cloudFormation, options.stage, functionId(logicalId(name))),
  );
  session.print(wasPaused ? `${name} takes messages again` : `${name} was not paused`);
  if (!options.redrive) return session.finish(0);
  await redrive(
    {
      stage: options.stage,
      ...(options.region !== undefined && { region: options.region }),
      connector: name,
      produce: false,
      concurrency: REDRIVES,
      dryRun: false,
      json: false,
    },
    session,
  );
};

const REDRIVES = 5;

type Found = {
  readonly lambda: LambdaClient;
  readonly cloudFormation: CloudFormationClient;
  readonly deployed: Deployed;
};

const find = async (
  name: string,
  { stage, region: asked }: PauseOptions,
  session: Session,
): Promise<Found> => {
  const region = regionOf(asked, session.env);
  const connectors = readConnectors(await readOwnFolder(session));
  const connector = namedConnector(connectors, name, 'connector');
  const cloudFormation = new CloudFormationClient({ region });
  const stack = await describeStack(cloudFormation, stage);
  return {
    lambda: new LambdaClient({ region }),
    cloudFormation,
    deployed: deployedOf(stack, connector),
  };
};

const functionOf = ({ function: name, connector }: Deployed): string => {
  if (name !== undefined) return name;
  throw new ConnectError(`${connector.name} is not deployed: npx serverless deploy`);
};

const enable = async (
  lambda: LambdaClient,
  { mappings, connector }: Deployed,
  isEnabled: boolean,
): Promise<void> => {
  if (mappings.length === 0)
    throw new ConnectError(`${connector.name} has no mapping: npx serverless deploy makes it`);
  for (const uuid of mappings)
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID: uuid, Enabled: isEnabled }));
};
