import { spawnSync } from 'node:child_process';
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const CANARY = join(ROOT, 'test/canary');
const LAYERS = ['bench', 'cli', 'handlers', 'infra', 'local', 'shared', 'test', ''];
const CONFIGURATION = [
  '.gitignore',
  'biome.json',
  'knip.json',
  'package.json',
  'test/rules',
  'tsconfig.json',
];

// A folder with the project's configuration of the tools, and without its code.
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'connectless-canary-'));
  for (const path of CONFIGURATION)
    cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

const run = (tool: string, ...args: readonly string[]): string =>
  spawnSync(join(ROOT, 'node_modules/.bin', tool), args, { cwd: folder, encoding: 'utf8' }).stdout;

describe('biome', () => {
  it('faults exactly the lines of the canary that say so', () => {
    cpSync(CANARY, folder, { recursive: true });

    const found = new Set(biomeFaults());

    const expected = new Set(globSync('**/*.ts', { cwd: CANARY }).flatMap(markedFaults));
    expect(found).toEqual(expected);
    expect(expected.size).toBeGreaterThan(80);
  });

  it('faults code that is not formatted', () => {
    write('shared/wide.ts', 'export const wide = "double quotes";\n');

    expect(run('biome', 'ci', '--reporter=json', '.')).toContain('"category":"format"');
  });
});

describe('tsc', () => {
  it('checks the types in every layer', () => {
    for (const layer of LAYERS) write(join(layer, 'wrong.ts'), "export const wrong: 1 = 'text';\n");

    const output = run('tsc');

    expect(output.match(/^.*wrong\.ts(?=\(1,14\): error TS2322)/gm)).toEqual(
      LAYERS.map((layer) => join(layer, 'wrong.ts')),
    );
  });
});

describe('knip', () => {
  it('finds what nothing uses: a file, an export, a type, a dependency', () => {
    write('package.json', JSON.stringify({ name: 'canary', dependencies: { mqtt: '1.0.0' } }));
    write('handlers/entry.ts', "import { used } from '../shared/partly.ts';\n\nused();\n");
    write(
      'shared/partly.ts',
      'export const used = (): void => {};\nexport const idle = 1;\nexport type Idle = 1;\n',
    );
    write('shared/unread.ts', 'export const unread = 1;\n');

    const faults = knipFaults();

    expect(faults).toEqual({
      files: ['shared/unread.ts'],
      exports: ['idle'],
      types: ['Idle'],
      dependencies: ['mqtt'],
    });
  });
});

type BiomeReport = {
  readonly diagnostics: readonly {
    readonly category: string;
    readonly location: { readonly path: string; readonly start: { readonly line: number } };
  }[];
};

const biomeFaults = (): readonly string[] => {
  const report: BiomeReport = JSON.parse(
    run('biome', 'lint', '--reporter=json', '--max-diagnostics=none', '.'),
  );
  // A fault of a whole file stands in line 0.
  return report.diagnostics.map(
    ({ category, location: { path, start } }) =>
      `${path}:${Math.max(start.line, 1)} ${category.split('/').at(-1)}`,
  );
};

const markedFaults = (path: string): readonly string[] =>
  readFileSync(join(CANARY, path), 'utf8')
    .split('\n')
    .flatMap((line, index) =>
      [...line.matchAll(/✗ (\w+)/g)].map(([, rule]) => `${path}:${index + 1} ${rule}`),
    );

type KnipReport = {
  readonly issues: readonly {
    readonly file: string;
    readonly files: readonly unknown[];
    readonly exports: readonly { readonly name: string }[];
    readonly types: readonly { readonly name: string }[];
    readonly dependencies: readonly { readonly name: string }[];
  }[];
};

const knipFaults = (): unknown => {
  const { issues }: KnipReport = JSON.parse(run('knip', '--reporter', 'json'));
  return {
    files: issues.filter(({ files }) => files.length > 0).map(({ file }) => file),
    exports: issues.flatMap(({ exports }) => exports.map(({ name }) => name)),
    types: issues.flatMap(({ types }) => types.map(({ name }) => name)),
    dependencies: issues.flatMap(({ dependencies }) => dependencies.map(({ name }) => name)),
  };
};
