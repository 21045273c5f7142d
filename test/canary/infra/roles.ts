import { handler } from '../handlers/mqtt-to-kafka.ts'; // ✗ noRestrictedImports
import { readFolder } from '../shared/files/connect.ts';
import { folder } from '../shared/kafka/client.ts'; // ✗ noRestrictedImports
import { functions } from './functions.ts';

export const roles = [process.env['STAGE'], handler, readFolder, folder, functions];

console.log(roles); // ✗ noConsole
