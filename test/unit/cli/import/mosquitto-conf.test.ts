import { describe, expect, it } from 'vitest';
import { readMosquittoConf } from '../../../../cli/import/mosquitto-conf.ts';

const CONF = `# a comment
  persistence true
listener 8883 0.0.0.0

certfile /etc/a b.crt
connection cloud
topic # both 2 local/ remote/
log_dest stdout\r
listener 1883
allow_anonymous true`;

describe('readMosquittoConf', () => {
  it('reads each line with what it belongs to', () => {
    expect(readMosquittoConf(CONF)).toEqual([
      { line: 2, key: 'persistence', value: 'true' },
      { line: 3, key: 'listener', value: '8883 0.0.0.0', listener: 3 },
      { line: 5, key: 'certfile', value: '/etc/a b.crt', listener: 3 },
      { line: 6, key: 'connection', value: 'cloud', bridge: 6 },
      { line: 7, key: 'topic', value: '# both 2 local/ remote/', bridge: 6 },
      { line: 8, key: 'log_dest', value: 'stdout' },
      { line: 9, key: 'listener', value: '1883', listener: 9 },
      { line: 10, key: 'allow_anonymous', value: 'true', listener: 9 },
    ]);
  });
});
