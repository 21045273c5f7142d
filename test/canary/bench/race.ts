import { functions } from '../infra/functions.ts';
import { main } from '../local/main.ts'; // ✗ noRestrictedImports
import { connectWriter } from '../shared/opensearch/connect.ts';

console.log(process.env['NAME'], functions, main, connectWriter);
