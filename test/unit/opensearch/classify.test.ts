import { describe, expect, it } from 'vitest';
import { classify } from '../../../shared/opensearch/classify.ts';

const type = (name: string) => ({ error: { type: name, reason: 'why' } });

describe('classify', () => {
  it.each([
    { item: { status: 200 }, kind: 'written' },
    { item: { status: 201 }, kind: 'written' },
    { item: {}, kind: 'retriable' },
    { item: { status: 429, ...type('rejected_execution_exception') }, kind: 'retriable' },
    { item: { status: 500 }, kind: 'retriable' },
    { item: { status: 503, ...type('unavailable_shards_exception') }, kind: 'retriable' },
    { item: { status: 403, ...type('cluster_block_exception') }, kind: 'retriable' },
    { item: { status: 404, ...type('index_not_found_exception') }, kind: 'retriable' },
    { item: { status: 403, ...type('security_exception') }, kind: 'retriable' },
    { item: { status: 400, ...type('mapper_parsing_exception') }, kind: 'errant' },
    { item: { status: 400, ...type('document_parsing_exception') }, kind: 'errant' },
    { item: { status: 400, ...type('strict_dynamic_mapping_exception') }, kind: 'errant' },
    { item: { status: 400, ...type('illegal_argument_exception') }, kind: 'errant' },
    { item: { status: 400 }, kind: 'errant' },
  ])('calls $item $kind', ({ item, kind }) => {
    expect(classify(item).kind).toBe(kind);
  });

  it('tells an operator status, type and reason', () => {
    const outcome = classify({ status: 400, ...type('mapper_parsing_exception') });

    expect(outcome).toMatchObject({
      error: {
        message: 'OpenSearch answered 400 mapper_parsing_exception: why',
        stage: 'TASK_PUT',
      },
    });
  });
});
