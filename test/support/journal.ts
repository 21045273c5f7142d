import { onTestFailed } from 'vitest';

const LAST_LINES = 60;

/** Takes down what happens in a test; where the test fails, its time-out included, the end of it is printed. */
export const keepJournal = (): ((text: string) => void) => {
  const start = performance.now();
  const lines: string[] = [];
  onTestFailed(() => void process.stderr.write(`${lines.slice(-LAST_LINES).join('\n')}\n`));
  return (text) => {
    lines.push(`${((performance.now() - start) / 1000).toFixed(1)} s ${text}`);
  };
};
