import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const DOOR = new URL('../../../shared/powertools/connect.ts', import.meta.url).href;

/** What a process writes that runs those lines: Powertools takes the process's own streams. */
const run = (lines: string, env: Readonly<Record<string, string>> = {}) => {
  const script = `import { connectLog, connectMetrics } from '${DOOR}';
    const log = connectLog('sink'), metrics = connectMetrics('sink');
    ${lines}`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { PATH: process.env['PATH'], ...env },
    encoding: 'utf8',
  });
  const objects = (text: string) =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  return { stdout: objects(stdout), stderr: objects(stderr) };
};

describe('connectMetrics', () => {
  it('writes a line for each topic, with two dimensions and nothing of zero', () => {
    const { stdout, stderr } = run(`
      metrics.add('a', 'Records', 2); metrics.add('a', 'Records', 3);
      metrics.add('a', 'BulkLatency', 7); metrics.add('a', 'BulkLatency', 9);
      metrics.add('b', 'BulkBytes', 10);
      metrics.publish();`);

    expect(stderr).toEqual([]);
    expect(stdout).toEqual([
      {
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [
            {
              Namespace: 'Connectless',
              Dimensions: [['Connector', 'Topic']],
              Metrics: [
                { Name: 'Records', Unit: 'Count' },
                { Name: 'BulkLatency', Unit: 'Milliseconds' },
              ],
            },
          ],
        },
        Connector: 'sink',
        Topic: 'a',
        Records: 5,
        BulkLatency: [7, 9],
      },
      expect.objectContaining({ Connector: 'sink', Topic: 'b', BulkBytes: 10 }),
    ]);
  });

  it('writes nothing where nothing was counted, and nothing twice', () => {
    const { stdout, stderr } = run(`
      metrics.publish();
      metrics.add('a', 'Records', 1); metrics.publish();
      metrics.publish();`);

    expect(stdout).toHaveLength(1);
    expect(stderr).toEqual([]);
  });

  it('keeps its dimensions where a line would be too long', () => {
    const { stdout, stderr } = run(`
      for (let i = 0; i < 250; i++) metrics.add('a', 'BulkLatency', i);
      metrics.publish();`);

    expect(stdout.map(({ BulkLatency }) => BulkLatency.length)).toEqual([100, 100, 50]);
    expect(stdout.map(({ Connector, Topic }) => [Connector, Topic])).toEqual(
      Array(3).fill(['sink', 'a']),
    );
    expect(stderr).toEqual([]);
  });

  it('is silent where Powertools’ variable says so', () => {
    const lines = `metrics.add('a', 'Records', 1); metrics.publish();`;

    expect(run(lines, { POWERTOOLS_METRICS_DISABLED: 'true' })).toEqual({ stdout: [], stderr: [] });
  });
});

describe('connectLog', () => {
  const LINE = `log({ level: 'warn', message: 'errant record', connector: 'sink', stage: 'TASK_PUT',
    class: '_bulk', topic: 'a', partition: 1, offset: 2 });`;

  it('writes one JSON object a line', () => {
    expect(run(LINE)).toEqual({
      stdout: [],
      stderr: [
        expect.objectContaining({
          level: 'WARN',
          message: 'errant record',
          service: 'sink',
          connector: 'sink',
          stage: 'TASK_PUT',
          class: '_bulk',
          topic: 'a',
          partition: 1,
          offset: 2,
        }),
      ],
    });
  });

  it('has its level from Powertools’ variable', () => {
    expect(run(LINE, { POWERTOOLS_LOG_LEVEL: 'ERROR' }).stderr).toEqual([]);
  });
});
