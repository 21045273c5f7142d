import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { pemBlocks } from '../../../shared/config/pem.ts';
import { createAuthority } from '../../support/certificates.ts';

const authority = createAuthority();
const { certificate, key } = authority.issue('127.0.0.1');

describe('pemBlocks', () => {
  it('takes certificates and key of a text that holds both, and nothing between', () => {
    const text = `Bag Attributes\n${key}subject=x\n${certificate}\n${authority.certificate}`;

    expect(pemBlocks(text, 'key')).toBe(key);
    expect(pemBlocks(text, 'certificates')).toBe(certificate + authority.certificate);
  });

  it('gives back the line breaks that a properties file has lost', () => {
    for (const text of [certificate.replaceAll('\n', ' '), certificate.replaceAll('\n', '')])
      expect(new X509Certificate(pemBlocks(text, 'certificates')).toString()).toBe(certificate);
  });

  it('leaves an old encrypted key as it is', () => {
    const old =
      '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n';

    expect(pemBlocks(old, 'key')).toBe(old);
  });

  it('finds nothing in a Java keystore', () => {
    expect(pemBlocks('\xfe\xed\xfe\xed', 'certificates')).toBe('');
  });
});
