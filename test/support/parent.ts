/**
 * Starts Kafka in the folder of its first argument, or the command that follows it there,
 * says the process id, and waits to be killed.
 */
import { join } from 'node:path';
import { installKafka } from '../../local/servers/install.ts';
import { startKafka } from '../../local/servers/kafka.ts';
import { startLogged } from '../../local/servers/process.ts';
import { openSearchUser } from '../../local/servers/server-user.ts';

const [folder = '', ...command] = process.argv.slice(2);

const start = async (): Promise<number> => {
  if (command.length > 0)
    return startLogged({ command, log: join(folder, 'log'), user: openSearchUser() }).pid;
  const installation = await installKafka({ env: process.env, progress: () => {} });
  return (await startKafka({ installation, folder })).pid();
};

process.stdout.write(`${await start()}\n`);
