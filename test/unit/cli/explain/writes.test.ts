import { describe, expect, it } from 'vitest';
import { planConnectors } from '../../../../cli/explain/plan.ts';
import { planText } from '../../../../cli/explain/plan-text.ts';
import { plain } from '../../../../cli/text/paint.ts';
import {
  aivenSinkFile,
  confluentSinkFile,
  connectorOf,
  sinkFile,
} from '../../../support/connectors.ts';

const planOf = (file: unknown) =>
  planConnectors([connectorOf(file)], { stage: 'test', now: Date.UTC(2025, 3, 24), keys: [] });
const linesOf = (file: unknown) =>
  planText(planOf(file), { paint: plain, width: 200 })
    .split('\n')
    .map((line) => line.trim().replaceAll(/ +/g, ' '));

describe('how documents are written', () => {
  it('is told by operation, version, routing and tombstones', () => {
    const file = aivenSinkFile({
      'key.ignore': false,
      'routing.type': 'value',
      'routing.type.record.value.path': '/site/id',
      'behavior.on.null.values': 'fail',
    });

    expect(planOf(file)).toMatchObject([
      {
        documents: [
          {
            idFrom: 'record key',
            operation: 'index',
            versionFrom: 'offset',
            routingFrom: 'record value /site/id',
            pipeline: null,
            tombstones: 'fail',
          },
        ],
      },
    ]);
  });

  it('stands beside the id of an example', () => {
    const file = confluentSinkFile({
      'key.ignore': false,
      'external.version.header': 'v',
      'behavior.on.null.values': 'delete',
    });

    expect(linesOf(file)).toEqual(
      expect.arrayContaining([
        'write index: a document replaces the one of its id',
        'version header v; an older one never wins',
        'tombstones delete the document of their id',
      ]),
    );
  });

  it.each([
    {
      file: sinkFile({
        'connect.elastic.kcql': 'UPSERT INTO phones SELECT * FROM phone-data PK _key',
      }),
      line: 'write update: a document changes the fields it has of the one of its id, or is made',
    },
    {
      file: sinkFile({
        'connect.elastic.kcql': 'INSERT INTO phones SELECT * FROM phone-data WITHPIPELINE=geo',
      }),
      line: 'pipeline geo',
    },
    {
      file: aivenSinkFile({ 'data.stream.enabled': true }),
      line: 'write create: of one id the first document stays',
    },
    {
      file: aivenSinkFile({ 'key.ignore': false }),
      line: 'id record key, for example phone-1',
    },
    {
      file: aivenSinkFile({ 'behavior.on.malformed.documents': 'report' }),
      line: 'errant is read again until it can be written; its partition waits (errors.tolerance=none), but what OpenSearch refuses goes to the topic a-dead-letters',
    },
  ])('says $line', ({ file, line }) => {
    expect(linesOf(file)).toContain(line);
  });
});
