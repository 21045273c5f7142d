import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { runCommand } from '../../support/command-line.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PAGES = globSync(['*.md', 'docs/**/*.md', 'examples/*.md', 'examples/*.yml'], { cwd: ROOT });

/** A command of a page, to the end of its line or of its quote. */
const COMMAND = /npx connectless((?: [a-z][a-z-]*)*)([^`\n#|]*)/g;
const FLAG = /(?<= )--[a-z][a-z-]*/g;
const NPM_SCRIPT = /npm run ([a-z:-]+)/g;
/** Verbs that have verbs of their own. */
const GROUPS = ['dead-letters'];

type Command = {
  readonly page: string;
  readonly verb: readonly string[];
  readonly flags: readonly string[];
};

const textOf = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

const commands: readonly Command[] = PAGES.flatMap((page) =>
  [...textOf(page).matchAll(COMMAND)].map(([, words = '', rest = '']) => {
    const [verb = '', second] = words.trim().split(' ');
    return {
      page,
      verb: GROUPS.includes(verb) && second ? [verb, second] : [verb].filter(Boolean),
      flags: rest.match(FLAG) ?? [],
    };
  }),
);

describe('the commands of the pages', () => {
  it('are many', () => {
    expect(commands.length).toBeGreaterThan(30);
    expect(commands.flatMap(({ flags }) => flags).length).toBeGreaterThan(8);
  });

  it('exist, with their options', async () => {
    const verbs = new Map(commands.map((one) => [one.verb.join(' '), one.verb]));
    const helps = new Map<string, string>();
    for (const [name, verb] of verbs) {
      const { exitCode, stdout } = await runCommand([...verb, '--help']);
      expect([name, exitCode]).toEqual([name, 0]);
      helps.set(name, stdout);
    }

    const unknown = commands.flatMap(({ page, verb, flags }) =>
      flags
        .filter((flag) => !new RegExp(`${flag}\\b`).test(helps.get(verb.join(' ')) ?? ''))
        .map((flag) => `${page}: ${verb.join(' ')} ${flag}`),
    );
    expect(unknown).toEqual([]);
  });

  it('run scripts of package.json', () => {
    const scripts = PAGES.flatMap((page) => [...textOf(page).matchAll(NPM_SCRIPT)]).map(
      ([, name = '']) => name,
    );

    expect(scripts.length).toBeGreaterThan(2);
    expect(scripts.filter((name) => !Object.hasOwn(manifest.scripts, name))).toEqual([]);
  });
});
