import { handler } from '../handlers/mqtt-to-kafka.ts'; // ✗ plugin
import { roles } from '../infra/roles.ts';
import { connectProducer } from '../shared/kafka/connect.ts';
import { producer } from '../shared/kafka/producer.ts'; // ✗ noRestrictedImports
import { verb } from '../cli/absent.ts'; // ✗ noRestrictedImports
import { server } from './kafka/server.ts';

const late = await import('../handlers/mqtt-to-kafka.ts');

console.log(process.env['MQTT_URL'], handler, late, roles, connectProducer, producer, verb, server);
