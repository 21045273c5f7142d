import { describe, expect, it } from 'vitest';
import { redact } from '../../../../cli/import/secrets.ts';
import type { KeyAccount } from '../../../../cli/key-accounts.ts';

const HONOURED = { kind: 'honoured' } as const;
const NO_EFFECT = { kind: 'no effect', why: 'nothing reads it' } as const;

const secretKey = (file: string, key: string, fate: KeyAccount['fate']): KeyAccount => ({
  file,
  line: 1,
  key,
  fate,
  secret: true,
});

describe('redact', () => {
  it('makes a reference of a secret that is used, and drops one that is not, leaving the rest as it is', () => {
    const text = `{
    "name": "sink",
    "config": {
        "topics":   "a",
        "user.password": "hunter2",
        "mqtt.password": "hunter3"
    }
}
`;
    const accounts = [
      secretKey('sink.json', 'user.password', HONOURED),
      secretKey('sink.json', 'mqtt.password', NO_EFFECT),
    ];

    const {
      referenced,
      dropped,
      text: redacted,
    } = redact({ file: 'sink.json', text }, accounts, 'connectless/sink');

    expect(redacted).toBe(`{
    "name": "sink",
    "config": {
        "topics":   "a",
        "user.password": "\${secretsmanager:connectless/sink:user.password}"
    }
}
`);
    expect(referenced).toEqual([
      {
        file: 'sink.json',
        secret: 'connectless/sink',
        key: 'user.password',
        member: 'user.password',
      },
    ]);
    expect(dropped).toEqual(['mqtt.password']);
  });

  it('does the same in a flat file', () => {
    const { text } = redact(
      { file: 'a.json', text: '{"x.password":"p","name":"a"}' },
      [secretKey('a.json', 'x.password', HONOURED)],
      's',
    );

    expect(JSON.parse(text)).toEqual({
      'x.password': `\${secretsmanager:s:x.password}`,
      name: 'a',
    });
  });

  it.each([`\${file:/etc/secrets.properties:p}`, `\${env:PASSWORD}`, ''])(
    'leaves the value %j',
    (value) => {
      const text = JSON.stringify({ 'x.password': value });

      const redacted = redact(
        { file: 'a.json', text },
        [secretKey('a.json', 'x.password', HONOURED)],
        's',
      );

      expect(redacted).toEqual({ text, referenced: [], dropped: [] });
    },
  );

  it('keeps a properties file’s other lines, and the user name of a JAAS text', () => {
    const text = `# security
ssl.key.password = a\\
    b
sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \\
  username="connect" password="hunter2";
listeners.https.ssl.keystore.password=hunter3
bootstrap.servers=a:1
`;
    const file = 'w.properties';

    const redacted = redact(
      { file, text },
      [
        secretKey(file, 'ssl.key.password', HONOURED),
        secretKey(file, 'sasl.jaas.config', HONOURED),
        secretKey(file, 'listeners.https.ssl.keystore.password', NO_EFFECT),
      ],
      's',
    );

    expect(redacted.text).toBe(`# security
ssl.key.password = \${secretsmanager:s:ssl.key.password}
sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="connect" password="\${secretsmanager:s:password}";
bootstrap.servers=a:1
`);
    expect(redacted.referenced.map(({ member }) => member)).toEqual([
      'ssl.key.password',
      'password',
    ]);
    expect(redacted.dropped).toEqual(['listeners.https.ssl.keystore.password']);
  });

  it('keeps the passwords of two logins apart, and a line that is no login as a whole', () => {
    const file = 'w.properties';
    const login = 'x.ScramLoginModule required username="u" password="p";';
    const keys = ['sasl.jaas.config', 'producer.sasl.jaas.config', 'admin.sasl.jaas.config'];
    const text = `${keys[0]}=${login}\n${keys[1]}=${login}\n${keys[2]}=hunter2\n`;

    const redacted = redact(
      { file, text },
      keys.map((key) => secretKey(file, key, HONOURED)),
      's',
    );

    expect(redacted.referenced.map(({ member }) => member)).toEqual([
      'password',
      'producer.password',
      'admin.sasl.jaas.config',
    ]);
    for (const { member } of redacted.referenced)
      expect(redacted.text).toContain(`\${secretsmanager:s:${member}}`);
  });

  it.each([
    { fate: HONOURED, left: 'password="${secretsmanager:s:password}"', dropped: [] },
    { fate: NO_EFFECT, left: undefined, dropped: ['sasl.jaas.config'] },
  ])(
    'leaves no password beside a user that is a reference ($fate.kind)',
    ({ fate, left, dropped }) => {
      const key = 'sasl.jaas.config';
      const login = 'x.ScramLoginModule required username="${env:USER}"';
      const text = JSON.stringify({ [key]: `${login} password="hunter2";` });

      const redacted = redact({ file: 'a.json', text }, [secretKey('a.json', key, fate)], 's');

      expect(JSON.parse(redacted.text)[key]).toBe(left && `${login} ${left};`);
      expect(redacted.dropped).toEqual(dropped);
    },
  );

  it('refers to nothing where it only takes a password out of a URL', () => {
    const url = (user: string): string => JSON.stringify({ url: `http://${user}\${env:HOST}` });
    const account = { ...secretKey('a.json', 'url', NO_EFFECT), secret: false };

    const redacted = redact({ file: 'a.json', text: url('u:hunter2@') }, [account], 's');

    expect(redacted).toEqual({ text: url(''), referenced: [], dropped: [] });
  });

  it('looks only at its own file’s keys', () => {
    const { text } = redact(
      { file: 'a.json', text: '{"x.password":"p"}' },
      [secretKey('b.json', 'x.password', HONOURED)],
      's',
    );

    expect(text).toBe('{"x.password":"p"}');
  });

  it('finds a password in a URL', () => {
    const text = JSON.stringify({
      'connection.url': 'https://u:hunter2@a:1,https://b:1',
      hosts: 'tcp://u:hunter3@c:1',
      plain: 'tcp://c:1',
    });
    const accounts = [
      { ...secretKey('a.json', 'connection.url', HONOURED), secret: false },
      { ...secretKey('a.json', 'hosts', NO_EFFECT), secret: false },
      { ...secretKey('a.json', 'plain', HONOURED), secret: false },
    ];

    const redacted = redact({ file: 'a.json', text }, accounts, 's');

    expect(JSON.parse(redacted.text)).toEqual({
      'connection.url': `https://u:\${secretsmanager:s:connection.url}@a:1,https://b:1`,
      hosts: 'tcp://c:1',
      plain: 'tcp://c:1',
    });
    expect(redacted.referenced.map(({ key }) => key)).toEqual(['connection.url']);
    expect(redacted.dropped).toEqual([]);
  });
});
