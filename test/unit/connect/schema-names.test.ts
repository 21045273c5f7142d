import { describe, expect, it } from 'vitest';
import { findConverter } from '../../../shared/connect/converters/converters.ts';

describe('a schema with a name that JavaScript objects know', () => {
  it.each(['constructor', 'toString', '__proto__'])('%s is a name like any other', (name) => {
    const read = findConverter('JsonConverter', 'VALUE_CONVERTER')?.read({}, 'VALUE_CONVERTER');
    const converter = read && 'value' in read ? read.value : undefined;
    const envelope = { schema: { type: 'string', name, optional: false }, payload: 'x' };

    const data = converter?.toConnect(Buffer.from(JSON.stringify(envelope)));

    expect(data?.value).toBe('x');
    expect(data && JSON.parse(String(converter?.fromConnect(data)))).toEqual(envelope);
  });
});
