import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DCLinter } from 'dclint';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';

const COMPOSE = fileURLToPath(new URL('../../compose.yaml', import.meta.url));

/** Its own types name their files without an ending, which TypeScript does not follow. */
type Result = {
  readonly messages: readonly {
    readonly line: number;
    readonly rule: string;
    readonly message: string;
  }[];
};

/** Faults against the Compose specification's schema, and the linter's advice. */
const findings = (file: string): readonly string[] => {
  const linter = new DCLinter({
    // Biome writes double quotes; the rule's own default is single ones.
    rules: { 'require-quotes-in-ports': [2, { quoteType: 'double' }] },
    quiet: false,
    debug: false,
    exclude: [],
  });
  const results: readonly Result[] = linter.lintFiles([file], false);
  expect(results).toHaveLength(1);
  return results.flatMap(({ messages }) =>
    messages.map(({ line, rule, message }) => `${line} ${rule}: ${message}`),
  );
};

describe('compose.yaml', () => {
  it('is what the Compose specification describes', () => {
    expect(findings(COMPOSE)).toEqual([]);
  });

  it('would be refused with a key that the specification does not have', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'compose.yaml');
    const text = await readFile(COMPOSE, 'utf8');
    await writeFile(file, text.replace('    image:', '    imago:'));

    expect(findings(file).join('\n')).toContain('invalid-schema');
  });

  it('publishes the ports that npm start is told, on this machine alone', async () => {
    const text = await readFile(COMPOSE, 'utf8');

    const published = [...text.matchAll(/^ +- "([\d.:]+)"$/gm)].map(([, port]) => port);

    expect(new Set(published)).toEqual(
      new Set(['127.0.0.1:1883:1883', '127.0.0.1:9092:9092', '127.0.0.1:9200:9200']),
    );
  });
});
