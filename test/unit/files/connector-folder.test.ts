import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../shared/connect/errors.ts';
import { readConnectorFolder } from '../../../shared/files/connector-folder.ts';

const ANYWHERE = new URL('file:///nowhere/');

describe('readConnectorFolder', () => {
  it('reads the files in their order, and has a fault for a folder that is named as one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'connectors-'));
    writeFileSync(join(folder, 'b.json'), '2');
    writeFileSync(join(folder, 'a.json'), '1');
    writeFileSync(join(folder, 'notes.txt'), '3');
    mkdirSync(join(folder, 'c.json'));
    mkdirSync(join(folder, 'connect-distributed.properties'));

    expect(await readConnectorFolder(ANYWHERE, folder)).toEqual({
      modules: new Map(),
      templates: new Map(),
      stores: new Map(),
      connectors: [
        { file: 'a.json', text: '1' },
        { file: 'b.json', text: '2' },
      ],
      faults: ['c.json', 'connect-distributed.properties'].map((file) => ({
        file,
        severity: 'error',
        expected: 'a file, not a folder',
      })),
    });
  });

  it('reads the certificates that the files name, from the folder or anywhere', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'connectors-'));
    const elsewhere = join(mkdtempSync(join(tmpdir(), 'stores-')), 'key.pem');
    mkdirSync(join(folder, 'tls'));
    writeFileSync(join(folder, 'tls/ca.pem'), 'ca');
    writeFileSync(elsewhere, 'key');
    writeFileSync(
      join(folder, 'connect-distributed.properties'),
      `producer.ssl.truststore.location=tls/ca.pem\nssl.truststore.location=missing.pem`,
    );
    writeFileSync(
      join(folder, 'a.json'),
      JSON.stringify({ 'producer.override.ssl.keystore.location': elsewhere }),
    );

    expect((await readConnectorFolder(ANYWHERE, folder)).stores).toEqual(
      new Map([
        ['tls/ca.pem', 'ca'],
        [elsewhere, 'key'],
      ]),
    );
  });

  it('refuses a folder that is not there', async () => {
    await expect(readConnectorFolder(ANYWHERE, '/nowhere/at/all')).rejects.toThrow(ConfigError);
  });
});
