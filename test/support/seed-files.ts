import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TextFile } from '../../shared/config/files.ts';

/** The folder of the five files that a Landoop user of 2017 to 2025 has. */
export const SEED_FOLDER = fileURLToPath(new URL('../seed', import.meta.url));

/** What must never be shown: the passwords of the seed's files. */
export const SEED_SECRETS = ['seed-mqtt-password', 'seed-elastic-password'];

export const seedFiles = (): readonly TextFile[] =>
  readdirSync(SEED_FOLDER).map((file) => ({
    file,
    text: readFileSync(join(SEED_FOLDER, file), 'utf8'),
  }));
