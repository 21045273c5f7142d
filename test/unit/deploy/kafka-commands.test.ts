import { expect, it } from 'vitest';
import { cutOverCommands } from '../../../shared/deploy/kafka-commands.ts';

it.each([
  { group: 'connect-phones', word: 'connect-phones' },
  { group: "the phones' sink", word: String.raw`'the phones'\'' sink'` },
])('a group is one word of a shell: $group', ({ group, word }) => {
  const commands = cutOverCommands({ connector: 'c', from: group, to: group, topic: 't' });

  for (const command of commands) expect(command).toContain(`--group ${word} `);
});
