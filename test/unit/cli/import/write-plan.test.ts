import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SHIPPED_FILES, textHash } from '../../../../cli/import/shipped-files.ts';
import { planWrites } from '../../../../cli/import/write-plan.ts';

const CONNECTORS = resolve(import.meta.dirname, '../../../../connectors');

const shipped = Object.keys(SHIPPED_FILES).map((file) => ({
  file,
  text: readFileSync(join(CONNECTORS, file), 'utf8'),
}));
const sink = { file: 'kafka-to-elasticsearch.json', text: '{"name":"theirs"}' };
const source = { file: 'mqtt-source-connector.json', text: '{"name":"theirs, too"}' };

describe('SHIPPED_FILES', () => {
  it('are the files of connectors/, as they are', () => {
    expect(Object.fromEntries(shipped.map(({ file, text }) => [file, textHash(text)]))).toEqual(
      SHIPPED_FILES,
    );
    expect(new Set(readdirSync(CONNECTORS))).toEqual(new Set(Object.keys(SHIPPED_FILES)));
  });
});

describe('planWrites', () => {
  it('writes into an empty folder', () => {
    const plan = planWrites([], [sink], false);

    expect(plan).toMatchObject({ written: [sink], removed: [], conflicts: [], result: [sink] });
  });

  it('replaces the shipped files as a set, whatever their line ends', () => {
    const windows = shipped.map(({ file, text }) => ({
      file,
      text: text.replaceAll('\n', '\r\n'),
    }));

    const plan = planWrites(windows, [sink, source], false);

    expect(plan.conflicts).toEqual([]);
    expect(plan.removed).toEqual(['connect-distributed.properties', 'kafka-to-opensearch.json']);
    expect(plan.result).toEqual([sink, source]);
  });

  it('leaves the shipped files where no connector comes', () => {
    const worker = { file: 'mosquitto-bridge.conf', text: 'connection x' };

    expect(planWrites(shipped, [worker], false).removed).toEqual([]);
  });

  it('overwrites nothing of a set that somebody has changed', () => {
    const edited = shipped.map((file) =>
      file.file === 'kafka-to-opensearch.json' ? { ...file, text: '{}' } : file,
    );

    const plan = planWrites(edited, [sink, source], false);

    expect(plan.conflicts).toEqual(['mqtt-source-connector.json']);
    expect(plan.removed).toEqual([]);
  });

  it('overwrites by force what has the same name, and removes nothing that is not shipped', () => {
    const theirs = { file: 'mqtt-source-connector.json', text: '{}' };
    const other = { file: 'other.json', text: '{}' };

    const plan = planWrites([theirs, other], [source], true);

    expect(plan).toMatchObject({ conflicts: [], written: [source], removed: [] });
    expect(plan.result).toEqual([other, source]);
  });

  it('finds nothing to do the second time', () => {
    const plan = planWrites([sink, source], [sink, source], false);

    expect(plan).toMatchObject({ written: [], conflicts: [], unchanged: [sink.file, source.file] });
  });
});
