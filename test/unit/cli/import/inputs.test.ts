import { describe, expect, it } from 'vitest';
import { sortInputs } from '../../../../cli/import/inputs.ts';

const KINDS = ['connector', 'worker', 'mosquitto', 'elasticsearch', 'unread'] as const;

const kindOf = (file: string, text = ''): string | undefined =>
  KINDS.find((kind) => sortInputs([{ file, text }])[kind].length === 1);

describe('sortInputs', () => {
  it.each([
    ['a.json', '{"connector.class":"x"}', 'connector'],
    ['a.json', '{"name":"a","config":{"connector.class":"x"}}', 'connector'],
    ['broken.json', '{"connector.class":', 'connector'],
    ['broken.json', 'name = a', 'connector'],
    ['package.json', '{"name":"a"}', 'unread'],
    ['connect-distributed.properties', '', 'worker'],
    ['mosquitto.conf', '', 'mosquitto'],
    ['elasticsearch.yml', '', 'elasticsearch'],
    ['server.properties', '', 'unread'],
    ['notes.txt', '', 'unread'],
  ])('takes %s with %s for %s', (file, text, kind) => {
    expect(kindOf(file, text)).toBe(kind);
  });
});
