import { readFile } from 'node:fs/promises';
import { Kafka } from 'kafkajs';
import type { Port } from '../ports.ts';
import { readFolder } from '../files/connect.ts';
import { connectWriter } from '../opensearch/connect.ts';
import { bulk } from '../opensearch/bulk.ts'; // ✗ noRestrictedImports
import { digest } from '../sink/absent.ts'; // ✗ plugin
import { roles } from '../../infra/roles.ts'; // ✗ noRestrictedImports

export const producer = (port: Port): unknown[] => [
  process.env['KAFKA_BROKERS'], // ✗ noProcessEnv
  console.error('here'), // ✗ noConsole
  [readFile, Kafka, readFolder, connectWriter, bulk, digest, roles, port],
];
