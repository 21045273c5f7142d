import { randomUUID } from 'node:crypto';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { readConnectors } from '../../shared/config/read-connectors.ts';
import { describeStack, type Stack } from '../aws/stack.ts';
import { readOwnFolder } from '../connector-folders.ts';
import { regionOf } from '../region.ts';
import { FAULTS, INTERRUPTED, type Session } from '../session.ts';
import { connectAws } from '../status/aws.ts';
import type { VerifyOptions } from '../verify.ts';
import { gatherEvidence } from './evidence.ts';
import { followMessage, INTERVAL } from './follow.ts';
import { connectPorts } from './ports.ts';
import { type Route, routeOf } from './route.ts';
import { type Stop, stopsOf } from './stop.ts';
import {
  gaps,
  type KnownStop,
  notesText,
  sightingText,
  stopsText,
  suspectOf,
} from './verify-text.ts';
import type { Watch } from './watch.ts';

/** Runs the verb. Rejects with a ConnectError that names the way out */
export const verify = async (options: VerifyOptions, session: Session): Promise<void> => {
  const region = regionOf(options.region, session.env);
  const connectors = readConnectors(await readOwnFolder(session));
  const route = routeOf(connectors, options);
  const stack = await describeStack(new CloudFormationClient({ region }), options.stage);
  const signal = session.interruption();
  const marker = randomUUID();
  const say = options.json ? () => undefined : session.print;
  say(`${route.topic} → ${route.source.name} → ${route.kafkaTopics.join(', ')}, marker ${marker}`);
  const watch = await followMessage(
    route,
    marker,
    options.timeout * 1_000,
    await connectPorts(region, stack, signal),
    (sighting) => say(sightingText(sighting)),
    signal,
  );
  say(notesText(route, watch));
  const stops = signal.aborted ? [] : await knownStops(stopsOf(route, watch), region, stack, route);
  if (options.json) session.print(JSON.stringify(verifyJson(route, marker, watch, stops), null, 2));
  else if (stops.length > 0) session.print(`\n${stopsText(stops, session)}`);
  session.finish(exitCode(stops, signal));
};

/** With what AWS knows; it is asked only where something is missing. */
const knownStops = async (
  stops: readonly Stop[],
  region: string,
  stack: Stack,
  { source, destinations }: Route,
): Promise<readonly KnownStop[]> => {
  if (stops.length === 0) return [];
  const aws = connectAws(region);
  const connectors = [source, ...new Set(destinations.map(({ sink }) => sink))];
  return Promise.all(
    stops.map(async (stop) => ({
      ...stop,
      known: await gatherEvidence(aws, stack, connectors, stop.evidence),
    })),
  );
};

const exitCode = (stops: readonly Stop[], { aborted }: AbortSignal): number => {
  if (aborted) return INTERRUPTED;
  return stops.length > 0 ? FAULTS : 0;
};

const verifyJson = (
  route: Route,
  marker: string,
  watch: Watch,
  stops: readonly KnownStop[],
): unknown => ({
  marker,
  topic: route.topic,
  source: route.source.name,
  kafkaTopics: route.kafkaTopics,
  intervalMs: INTERVAL,
  hops: watch.sightings,
  unknown: gaps(route, watch),
  missing: stops.map((stop) => ({
    connector: stop.destination.sink.name,
    index: stop.destination.index,
    stoppedAt: stop.hop,
    says: stop.says,
    suspect: suspectOf(stop)?.hop,
    lookAt: suspectOf(stop)?.lookAt ?? stop.lookAt,
    evidence: stop.known,
  })),
});
