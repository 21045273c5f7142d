import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { logicalId } from '../../../infra/logical-id.ts';
import { alarms } from '../../../infra/monitoring/monitoring.ts';
import { deployed } from '../../support/deployed.ts';
import { SITUATIONS } from '../../support/situations.ts';

const at = (path: string): URL => new URL(`../../../docs/${path}`, import.meta.url);
const page = readFileSync(at('operations.md'), 'utf8');

/** What an alarm is called whatever its connector, topic or broker. */
const kindOf = (id: string, connectors: readonly { readonly name: string }[]): string => {
  const prefix = connectors.map(({ name }) => logicalId(name)).find((one) => id.startsWith(one));
  return id
    .slice(prefix?.length ?? 0)
    .replace(/[0-9a-f]{8}$/, '')
    .replace(/^Broker\d/, 'Broker');
};

describe('docs/operations.md', () => {
  it.each(SITUATIONS)('says what to look at for every alarm of $name', async (situation) => {
    const { connectors, parameters } = await deployed(situation);
    const kinds = new Set(alarms(connectors, parameters).map(({ id }) => kindOf(id, connectors)));
    expect(kinds.size).toBeGreaterThan(5);

    expect([...kinds].filter((kind) => !page.includes(`\n| \`${kind}\` | `))).toEqual([]);
  });

  it.each(['operations.md', 'iot.md', 'security.md', 'costs.md'])(
    '%s leads nowhere wrong',
    (name) => {
      const text = readFileSync(at(name), 'utf8');
      const targets = [...text.matchAll(/\]\(([^)#:]+)(#[^)]*)?\)/g)].map(([, path = '']) => path);

      expect(targets.filter((path) => !existsSync(at(path)))).toEqual([]);
    },
  );
});

describe('examples/github-actions.yml', () => {
  const text = readFileSync(
    new URL('../../../examples/github-actions.yml', import.meta.url),
    'utf8',
  );
  const { permissions, jobs } = parse(text) as Workflow;

  it('lets GitHub vouch for the job that deploys, and for it alone', () => {
    expect(permissions).toEqual({ contents: 'read' });
    expect(jobs.test.permissions).toBeUndefined();
    expect(jobs.deploy.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
    expect(jobs.deploy).toMatchObject({ needs: 'test', environment: 'prod' });
  });

  it('holds no key', () => {
    expect(text).not.toMatch(/secrets\.|AKIA|aws-secret-access-key/);
  });
});

type Job = { readonly permissions?: Readonly<Record<string, string>> };
type Workflow = {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: { readonly test: Job; readonly deploy: Job };
};
