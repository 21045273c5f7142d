import { readFile } from 'node:fs/promises'; // ✗ noRestrictedImports
import { existsSync } from 'node:fs'; // ✗ noRestrictedImports
import { connect } from 'node:net'; // ✗ noRestrictedImports
import { request } from 'node:http'; // ✗ noRestrictedImports
import { spawn } from 'node:child_process'; // ✗ noRestrictedImports
import { env } from 'node:process'; // ✗ noRestrictedImports
import { createHash, randomUUID } from 'node:crypto'; // ✗ noRestrictedImports
import { Kafka } from 'kafkajs'; // ✗ noRestrictedImports
import type { Client } from '@opensearch-project/opensearch'; // ✗ noRestrictedImports
import { AwsSigv4Signer } from '@opensearch-project/opensearch/aws-v3'; // ✗ noRestrictedImports
import { connectProducer } from '../kafka/connect.ts'; // ✗ noRestrictedImports
import { connectWriter } from '../opensearch/connect.ts'; // ✗ noRestrictedImports
import { readFolder } from '../files/connect.ts'; // ✗ noRestrictedImports
import { log } from '../powertools/connect.ts'; // ✗ noRestrictedImports
import { functions } from '../../infra/functions.ts'; // ✗ noRestrictedImports
import { handler } from '../../handlers/mqtt-to-kafka.ts'; // ✗ noRestrictedImports
import { rig } from '../../test/rig.ts'; // ✗ noRestrictedImports

const late = await import('node:fs'); // ✗ noRestrictedImports

export const world = (): unknown[] => [
  process.env['NAME'], // ✗ noProcessEnv ✗ noRestrictedGlobals
  process.cwd(), // ✗ noRestrictedGlobals
  fetch('http://localhost'), // ✗ noRestrictedGlobals
  setTimeout(() => 1, 1), // ✗ noRestrictedGlobals
  Date.now(), // ✗ noJsRestrictedProperties
  Math.random(), // ✗ noJsRestrictedProperties
  console.log('here'), // ✗ noConsole
];

export const used = [readFile, existsSync, connect, request, spawn, env, createHash, randomUUID, Kafka];
export const more = [AwsSigv4Signer, connectProducer, connectWriter, readFolder, log, functions, handler, rig, late];
export type Used = Client;
