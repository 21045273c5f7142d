import { describe, expect, it } from 'vitest';
import type { SinkConnector } from '../../../shared/config/connector.ts';
import { readConnectors } from '../../../shared/config/read-connectors.ts';
import { DataError } from '../../../shared/connect/errors.ts';
import { readConnectorFolder } from '../../../shared/files/connector-folder.ts';
import { toDocuments } from '../../../shared/sink/to-documents.ts';
import { outcome } from '../../../test/support/outcome.ts';
import { aSinkRecord } from '../../../test/support/records.ts';

const folder = await readConnectorFolder(new URL('../connectors/', import.meta.url), undefined);
const sinks = readConnectors(folder) as readonly SinkConnector[];

/** The document that a connector of this folder makes of a value. */
const documentOf = (name: string, value: string): string | undefined => {
  const sink = sinks.find((candidate) => candidate.name === name) as SinkConnector;
  const record = aSinkRecord({ topic: sink.topics[0] ?? '', value: Buffer.from(value) });
  return toDocuments(sink, Date.now)(record)[0]?.body?.toString();
};

describe('phones', () => {
  it('have volts beside their millivolts', () => {
    expect(documentOf('phones', '{"millivolts":3970}')).toBe(
      '{"millivolts":3970,"battery_volts":3.97}',
    );
  });

  it('without millivolts stay byte for byte what they are', () => {
    expect(documentOf('phones', '{ "n": 1.0 }')).toBe('{ "n": 1.0 }');
  });

  it('whose millivolts are no number are errant, and not quoted', () => {
    const error = outcome(() => documentOf('phones', '{"millivolts":"secret"}'));

    expect(error).toBeInstanceOf(DataError);
    expect(error).toMatchObject({
      stage: 'TRANSFORMATION',
      at: './transforms/battery-volts.ts',
      message: 'A number is needed, found java.lang.String',
    });
  });
});

describe('meters', () => {
  it('become documents of their columns', () => {
    expect(documentOf('meters', 'meter-1;3970\n')).toBe('{"device":"meter-1","millivolts":3970.0}');
  });

  it('with other columns are errant', () => {
    expect(outcome(() => documentOf('meters', 'secret'))).toMatchObject({
      stage: 'VALUE_CONVERTER',
      at: './converters/csv.ts',
      message: '2 values are needed, found 1',
    });
  });
});
