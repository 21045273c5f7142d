import { Kafka } from 'kafkajs'; // ✗ noRestrictedImports
import { Client } from '@opensearch-project/opensearch'; // ✗ noRestrictedImports
import { connectProducer } from '../shared/kafka/connect.ts';
import { producer } from '../shared/kafka/producer.ts'; // ✗ noRestrictedImports
import { bulk } from '../shared/opensearch/bulk.ts'; // ✗ noRestrictedImports
import { digest } from '../shared/sink/fine.ts';
import { second } from './second.ts'; // ✗ noRestrictedImports
import { third } from '../handlers/third.ts'; // ✗ noRestrictedImports
import { roles } from '../infra/roles.ts'; // ✗ noRestrictedImports
import { main } from '../local/main.ts'; // ✗ noRestrictedImports
import { verb } from '../cli/verb.ts'; // ✗ noRestrictedImports
import { race } from '../bench/race.ts'; // ✗ noRestrictedImports

export const name = process.env['CONNECTOR'];

console.log(Kafka, Client, connectProducer, producer, bulk, digest, second, third, roles, main, verb, race); // ✗ noConsole
