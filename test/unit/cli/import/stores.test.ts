import { describe, expect, it } from 'vitest';
import { sortInputs } from '../../../../cli/import/inputs.ts';
import { migrate } from '../../../../cli/import/migrate.ts';
import { aSourceFile } from '../../../support/connector-files.ts';

const block = (label: string): string => `-----BEGIN ${label}-----\nMIIB\n-----END ${label}-----\n`;
const CERTIFICATE = block('CERTIFICATE');
const WORKER = 'connect-distributed.properties';

/** What becomes of a worker's lines with these files beside them. */
const imported = (lines: string, stores: Readonly<Record<string, string>>) => {
  const {
    outputs,
    accounts,
    stores: moves,
  } = migrate(
    sortInputs([
      { file: 'a.json', text: aSourceFile('a', 'INSERT INTO a SELECT * FROM b') },
      { file: WORKER, text: `bootstrap.servers=a:1\nsecurity.protocol=SSL\n${lines}\n` },
    ]),
    new Map(Object.entries(stores)),
  );
  return {
    worker: outputs.find(({ file }) => file === WORKER)?.text ?? '',
    copies: outputs.filter(({ file }) => file !== WORKER && file !== 'a.json'),
    verdict: (key: string) => accounts.find((account) => account.key === key),
    steps: moves.flatMap(({ step }) => step ?? []),
  };
};

const truststore = (name: string, type = 'PEM'): string =>
  `ssl.truststore.type=${type}\nssl.truststore.location=${name}`;

describe('storeMoves', () => {
  it('copies certificates in the folder to where the line says', () => {
    const { worker, copies, verdict, steps } = imported(truststore('tls/ca.pem'), {
      'tls/ca.pem': CERTIFICATE,
    });

    expect(copies).toEqual([{ file: 'tls/ca.pem', text: CERTIFICATE }]);
    expect(worker).toContain('ssl.truststore.location=tls/ca.pem\n');
    expect(verdict('ssl.truststore.location')).toMatchObject({
      fate: 'kept',
      note: 'the file is copied',
    });
    expect(steps).toEqual([]);
  });

  it.each(['/etc/kafka/ca.pem', '../ca.pem'])(
    'brings %s into the folder, and changes its line',
    (name) => {
      const { worker, copies, verdict } = imported(truststore(name), { [name]: CERTIFICATE });

      expect(copies).toEqual([{ file: 'tls/ca.pem', text: CERTIFICATE }]);
      expect(worker).toContain('ssl.truststore.location=tls/ca.pem\n');
      expect(verdict('ssl.truststore.location')).toMatchObject({
        fate: 'translated',
        note: `tls/ca.pem, copied from ${name}`,
      });
    },
  );

  it('gives two files of one name each a place, and one file that is named twice a single one', () => {
    const { copies } = imported(
      `${truststore('/a/ca.pem')}\nproducer.ssl.truststore.location=/b/ca.pem\nadmin.ssl.truststore.location=/a/ca.pem`,
      { '/a/ca.pem': CERTIFICATE, '/b/ca.pem': CERTIFICATE + CERTIFICATE },
    );

    expect(copies).toEqual([
      { file: 'tls/ca.pem', text: CERTIFICATE },
      { file: 'tls/2-ca.pem', text: CERTIFICATE + CERTIFICATE },
    ]);
  });

  it.each([
    ['a key beside certificates', CERTIFICATE + block('PRIVATE KEY')],
    ['a key without an end', `${CERTIFICATE}-----BEGIN RSA PRIVATE KEY-----\nMIIB`],
    ['no PEM', '\u0000\u0001PKCS12'],
  ])('copies no truststore with %s, and says what to do', (_, text) => {
    const { copies, verdict, steps } = imported(truststore('ca.p12'), { 'ca.p12': text });

    expect(copies).toEqual([]);
    expect(verdict('ssl.truststore.location')?.fate).toBe('open');
    expect(steps).toEqual([expect.stringMatching(/ca\.p12.*ssl\.truststore\.location=/)]);
  });

  it('never copies a keystore: its key is to be a secret', () => {
    const { copies, verdict, steps } = imported(
      'ssl.keystore.type=PEM\nssl.keystore.location=client.pem',
      { 'client.pem': CERTIFICATE + block('PRIVATE KEY') },
    );

    expect(copies).toEqual([]);
    expect(verdict('ssl.keystore.location')).toMatchObject({
      fate: 'open',
      note: expect.stringContaining('private key'),
    });
    expect(steps).toEqual([
      expect.stringMatching(
        /client\.pem.*ssl\.keystore\.key=\$\{secretsmanager:.*certificate\.chain/,
      ),
    ]);
  });

  it('says what to do where there is no such file', () => {
    const { copies, verdict, steps } = imported(truststore('/etc/ca.pem'), {});

    expect(copies).toEqual([]);
    expect(verdict('ssl.truststore.location')).toMatchObject({
      fate: 'open',
      note: expect.stringContaining('/etc/ca.pem'),
    });
    expect(steps).toEqual([expect.stringContaining('tls/ca.pem')]);
  });

  it('lets be what has no effect, and what a reference names', () => {
    const lines = `listeners.https.ssl.truststore.location=rest.pem\n${truststore('${env:CA}')}`;

    expect(imported(lines, { 'rest.pem': CERTIFICATE })).toMatchObject({ copies: [], steps: [] });
  });
});
