import { describe, expect, it } from 'vitest';
import { LocalRunError } from '../../../../local/servers/local-run-error.ts';
import type { Exit } from '../../../../local/servers/process.ts';
import { revive } from '../../../../local/servers/revive.ts';
import type { Server } from '../../../../local/servers/server.ts';

const EXIT: Exit = { code: 1, signal: null, lastLines: ['No space left on device'] };
const DIED = 'Kafka 4 died: exit code 1; its last lines:\n  No space left on device';

/** A server whose first starts fail, each in other words, as a log with times does. */
const failing = (failures: number, calls: string[]): Server => ({
  name: 'Kafka 4',
  address: 'somewhere:9092',
  pid: () => 0,
  stop: async () => void calls.push('stop'),
  restart: async () => {
    calls.push('restart');
    if (calls.length <= failures)
      throw new LocalRunError(`Kafka 4 did not start: it is ${calls.length} o'clock`);
  },
});

describe('revive', () => {
  it('says once why a server does not start, however often it is tried', async () => {
    const reports: string[] = [];
    const calls: string[] = [];

    await revive(failing(3, calls), EXIT, {
      report: (text) => reports.push(text),
      isStopping: () => false,
      pause: 0,
    });

    expect(calls).toEqual(['restart', 'restart', 'restart', 'restart']);
    expect(reports).toEqual([
      DIED,
      "Kafka 4 did not start: it is 1 o'clock",
      'Kafka 4 runs again at somewhere:9092',
    ]);
  });

  it('goes on no longer than the run', async () => {
    const reports: string[] = [];
    const calls: string[] = [];

    await revive(failing(9, calls), EXIT, {
      report: (text) => reports.push(text),
      isStopping: () => calls.length === 2,
      pause: 0,
    });

    expect(calls).toEqual(['restart', 'restart', 'stop']);
    expect(reports).toEqual([DIED, "Kafka 4 did not start: it is 1 o'clock"]);
  });

  it('lets a bug through', async () => {
    const bug = new TypeError('a bug');
    const server = { ...failing(0, []), restart: () => Promise.reject(bug) };

    await expect(
      revive(server, EXIT, { report: () => undefined, isStopping: () => false, pause: 0 }),
    ).rejects.toBe(bug);
  });
});
