const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \1-----/gs;
const LINE_LENGTH = 64;

/** What kind of thing a PEM text may hold. */
const LABELS = {
  certificates: /CERTIFICATE$/,
  key: /PRIVATE KEY$/,
} as const;

/**
 * The certificates, or the private key, of a PEM text; empty where it has none. A `.properties` file may
 * have lost the line breaks that OpenSSL wants, as Kafka's own reader allows.
 */
export const pemBlocks = (text: string, what: keyof typeof LABELS): string =>
  [...text.matchAll(BLOCK)]
    .filter(([, label = '']) => LABELS[what].test(label))
    .map(
      ([, label, body = '']) =>
        `-----BEGIN ${label}-----\n${lines(body)}\n-----END ${label}-----\n`,
    )
    .join('');

/** An old encrypted key has headers before its base64, which are left as they are. */
const lines = (body: string): string =>
  body.includes(':')
    ? body.trim()
    : (body.replaceAll(/\s+/g, '').match(new RegExp(`.{1,${LINE_LENGTH}}`, 'g')) ?? []).join('\n');
