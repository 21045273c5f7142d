import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

/** Somebody with a certificate, as PEM texts. */
type Identity = { readonly certificate: string; readonly key: string };

/** A certificate authority of a test's own. */
type Authority = Identity & {
  /** Vouches for a host, or for a client of that name. */
  issue(name: string, passphrase?: string): Identity;
};

/** Makes an authority; X.509 by hand (RFC 5280), since Node reads certificates and writes none. */
export const createAuthority = (name = 'connectless test authority'): Authority => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certify = (subject: string, key: KeyObject, extensions: readonly Buffer[]): string => {
    const toBeSigned = sequence(
      explicit(0, integer(Buffer.of(2))),
      integer(Buffer.concat([Buffer.of(1), randomBytes(8)])),
      ECDSA_SHA256,
      distinguishedName(name),
      sequence(utcTime('250101000000Z'), utcTime('491231235959Z')),
      distinguishedName(subject),
      key.export({ type: 'spki', format: 'der' }),
      explicit(3, sequence(...extensions)),
    );
    return pem(
      'CERTIFICATE',
      sequence(toBeSigned, ECDSA_SHA256, bitString(sign('sha256', toBeSigned, privateKey))),
    );
  };
  return {
    certificate: certify(name, publicKey, [extension(BASIC_CONSTRAINTS, sequence(TRUE))]),
    key: pkcs8(privateKey),
    issue: (subject, passphrase) => {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const names = sequence(alternativeName(subject));
      return {
        certificate: certify(subject, pair.publicKey, [extension(ALTERNATIVE_NAME, names)]),
        key: pkcs8(pair.privateKey, passphrase),
      };
    },
  };
};

const pkcs8 = (key: KeyObject, passphrase?: string): string =>
  key
    .export({
      type: 'pkcs8',
      format: 'pem',
      ...(passphrase !== undefined && { cipher: 'aes-256-cbc', passphrase }),
    })
    .toString();

const der = (tag: number, ...contents: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.of(tag), derLength(content.length), content]);
};
/** The shortest form only: Java encodes a certificate anew before it looks at the signature. */
const derLength = (length: number): Buffer => {
  if (length < 0x80) return Buffer.of(length);
  return length < 0x100 ? Buffer.of(0x81, length) : Buffer.of(0x82, length >> 8, length & 0xff);
};
const sequence = (...contents: readonly Buffer[]): Buffer => der(0x30, ...contents);
const explicit = (number: number, content: Buffer): Buffer => der(0xa0 + number, content);
const integer = (bytes: Buffer): Buffer => der(0x02, bytes);
const bitString = (bytes: Buffer): Buffer => der(0x03, Buffer.of(0), bytes);
const utcTime = (text: string): Buffer => der(0x17, Buffer.from(text));
const distinguishedName = (commonName: string): Buffer =>
  sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(commonName)))));
const extension = (oid: Buffer, value: Buffer): Buffer => sequence(oid, der(0x04, value));
const alternativeName = (name: string): Buffer =>
  isIP(name) === 4
    ? der(0x87, Buffer.from(name.split('.').map(Number)))
    : der(0x82, Buffer.from(name));

const TRUE = der(0x01, Buffer.of(0xff));
/** 2.5.4.3 */
const COMMON_NAME = der(0x06, Buffer.of(0x55, 4, 3));
/** 2.5.29.19 */
const BASIC_CONSTRAINTS = der(0x06, Buffer.of(0x55, 0x1d, 19));
/** 2.5.29.17 */
const ALTERNATIVE_NAME = der(0x06, Buffer.of(0x55, 0x1d, 17));
/** 1.2.840.10045.4.3.2 */
const ECDSA_SHA256 = sequence(der(0x06, Buffer.of(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2)));

const pem = (label: string, bytes: Buffer): string =>
  `-----BEGIN ${label}-----\n${bytes
    .toString('base64')
    .replace(/.{64}(?=.)/g, '$&\n')}\n-----END ${label}-----\n`;
