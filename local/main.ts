/** `npm start`: the whole path on this machine, with the very handlers that are deployed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { connectAsync } from 'mqtt';
import { readConnectors } from '../shared/config/read-connectors.ts';
import { ConfigError } from '../shared/connect/errors.ts';
import { readConnectorFolder } from '../shared/files/connector-folder.ts';
import { HELP, type Options, readOptions, UsageError } from './options.ts';
