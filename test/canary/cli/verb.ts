import { functions } from '../infra/functions.ts';
import { connectProducer } from '../shared/kafka/connect.ts';
import { bulk } from '../shared/opensearch/bulk.ts'; // ✗ noRestrictedImports
import { main } from '../local/absent.ts'; // ✗ noRestrictedImports

console.log(process.env['NAME'], functions, connectProducer, bulk, main);
