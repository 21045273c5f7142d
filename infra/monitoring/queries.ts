import type { Connector } from '../../shared/config/connector.ts';
import { join, type Resources, ref } from '../cloudformation.ts';
import { logGroupId, logicalId } from '../logical-id.ts';

/** What somebody asks the functions' logs, in the language of Logs Insights. */
const QUERIES: Readonly<
  Record<string, { readonly title: string; readonly lines: readonly string[] }>
> = {
  ErrantRecords: {
    title: 'errant records',
    lines: [
      'fields @timestamp, message, connector, topic, partition, offset, stage, class, type',
      'filter message like /errant record|dead letter/',
      'sort @timestamp desc',
      'limit 1000',
    ],
  },
  ErrantCauses: {
    title: 'errant records by cause',
    lines: [
      'filter message like /errant record|dead letter/',
      'stats count(*) as records, min(@timestamp) as first, max(@timestamp) as last by connector, topic, stage, class, type',
      'sort records desc',
    ],
  },
  FailedInvocations: {
    title: 'failed invocations',
    lines: [
      'fields @timestamp, @log, errorType, errorMessage, message',
      'filter ispresent(errorType) or @message like /Task timed out|Runtime exited/',
      'sort @timestamp desc',
      'limit 200',
    ],
  },
  Documents: {
    title: 'documents by the minute',
    lines: [
      'filter ispresent(Records)',
      'stats sum(Records) as records, sum(DocumentsWritten) as documents, sum(RecordsRedelivered) as again by bin(1m), Connector, Topic',
    ],
  },
};

/** Those questions, saved where Logs Insights lists them. */
export const queries = (connectors: readonly Connector[]): Resources =>
  connectors.length === 0
    ? {}
    : Object.fromEntries(
        Object.entries(QUERIES).map(([id, { title, lines }]) => [
          `${id}Query`,
          {
            Type: 'AWS::Logs::QueryDefinition',
            Properties: {
              Name: join('/', [ref('AWS::StackName'), title]),
              QueryString: lines.join('\n| '),
              LogGroupNames: connectors.map(({ name }) => ref(logGroupId(logicalId(name)))),
            },
          },
        ]),
      );
