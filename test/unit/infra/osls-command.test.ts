import { describe, expect, it } from 'vitest';
import { makesNothing } from '../../../infra/osls-command.ts';

describe('makesNothing', () => {
  it.each([
    'remove',
    'remove --stage dev',
    'info --verbose',
    'logs -f mqttSource',
    'print',
    'deploy list functions --stage dev',
    'rollback -t 1',
  ])('is true of %s', (line) => {
    expect(makesNothing(line.split(' '))).toBe(true);
  });

  it.each(['deploy', 'deploy function -f remove', 'package', '', '--stage remove', 'info deploy'])(
    'is false of "%s"',
    (line) => {
      expect(makesNothing(line.split(' '))).toBe(false);
    },
  );
});
