import { describe, expect, it } from 'vitest';
import { keyAccounts } from '../../../cli/key-accounts.ts';
import { aSinkFile, aSourceFile } from '../../support/connector-files.ts';

const accountOf = (text: string, key: string) =>
  keyAccounts({ connectors: [{ file: 'a.json', text }] }).find((account) => account.key === key);

const source = (overrides: Readonly<Record<string, string>>): string =>
  aSourceFile('a', 'INSERT INTO a SELECT * FROM b', overrides);

describe('keyAccounts', () => {
  it('has every key once, the name among them, with its line', () => {
    const text =
      '{\n  "name": "a",\n  "config": {\n    "connector.class": "x",\n    "topics": "t"\n  }\n}';

    const accounts = keyAccounts({ connectors: [{ file: 'a.json', text }] });

    expect(accounts.map(({ line, key }) => [line, key])).toEqual([
      [2, 'name'],
      [4, 'connector.class'],
      [5, 'topics'],
    ]);
  });

  it.each([
    ['connect.mqtt.kcql', 'honoured'],
    ['connect.mqtt.hosts', 'no effect'],
    ['errors.tolerance', 'honoured'],
  ])('calls %s %s', (key, kind) => {
    expect(accountOf(source({}), key)?.fate.kind).toBe(kind);
  });

  it('judges an older spelling by what it means', () => {
    const text = source({ 'connect.mqtt.user': 'u', 'connect.mqtt.source.kcql': 'k' });

    expect(accountOf(text, 'connect.mqtt.user')?.fate.kind).toBe('no effect');
    expect(accountOf(text, 'connect.mqtt.source.kcql')?.fate).toEqual({
      kind: 'translated',
      to: 'connect.mqtt.kcql',
    });
  });

  it('gives a key that nobody knows no effect', () => {
    expect(accountOf(source({ 'made.up.by.us': 'x' }), 'made.up.by.us')?.fate.kind).toBe(
      'no effect',
    );
  });

  it.each([
    ['connect.mqtt.password', true],
    ['connect.mqtt.username', false],
    ['my.own.api.key', true],
  ])('takes %s for a secret: %s', (key, secret) => {
    expect(accountOf(source({ [key]: 'x' }), key)?.secret).toBe(secret);
  });

  it('takes of a worker’s settings only secrets for secrets', () => {
    const text = 'consumer.auto.offset.reset=earliest\nconsumer.ssl.keystore.password=x\n';

    const accounts = keyAccounts({ connectors: [], worker: { file: 'w.properties', text } });

    expect(accounts.map(({ secret }) => secret)).toEqual([false, true]);
  });

  it('has nothing to say of a file that can’t be read', () => {
    expect(keyAccounts({ connectors: [{ file: 'a.json', text: '{' }] })).toEqual([]);
  });

  it('knows a sink’s password', () => {
    const key = 'connect.elastic.use.http.password';

    expect(accountOf(aSinkFile('a', ['t'], { [key]: 'x' }), key)).toMatchObject({
      fate: { kind: 'honoured' },
      secret: true,
    });
  });
});
