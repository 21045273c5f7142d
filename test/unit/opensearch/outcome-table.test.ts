import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ITEM_ROWS,
  type ItemAnswer,
  judgeItem,
  judgeRequest,
  REQUEST_ROWS,
  type RequestAnswer,
} from '../../../shared/opensearch/outcome-table.ts';

const anItem = (over: Partial<ItemAnswer>): ItemAnswer => ({
  operation: 'index',
  versioned: false,
  pipedWithOthers: false,
  status: 200,
  type: undefined,
  attempts: 0,
  ...over,
});
const CONFLICT = 'version_conflict_engine_exception';
const NO_INDEX = 'index_not_found_exception';
const MISSING = 'document_missing_exception';

describe('judgeItem', () => {
  it.each<Partial<ItemAnswer> & { verdict: string }>([
    { status: 200, verdict: 'written' },
    { status: 201, operation: 'create', verdict: 'written' },
    { status: 409, type: CONFLICT, versioned: true, verdict: 'stale' },
    { status: 409, type: CONFLICT, versioned: true, operation: 'delete', verdict: 'stale' },
    { status: 409, versioned: true, verdict: 'stale' },
    { status: 409, type: CONFLICT, operation: 'create', verdict: 'duplicate' },
    { status: 409, operation: 'create', verdict: 'duplicate' },
    { status: 409, type: CONFLICT, operation: 'update', verdict: 'retriable' },
    { status: 409, type: 'other_conflict', operation: 'create', verdict: 'retriable' },
    { status: 409, type: CONFLICT, verdict: 'retriable' },
    { status: 404, operation: 'delete', verdict: 'written' },
    { status: 404, operation: 'delete', type: NO_INDEX, verdict: 'written' },
    { status: 404, operation: 'update', type: MISSING, verdict: 'errant' },
    { status: 404, operation: 'update', verdict: 'errant' },
    { status: 404, operation: 'update', type: NO_INDEX, verdict: 'retriable' },
    { status: 404, type: NO_INDEX, verdict: 'retriable' },
    { status: 404, verdict: 'retriable' },
    { status: 404, type: 'resource_not_found_exception', verdict: 'errant' },
    { status: 403, type: 'cluster_block_exception', verdict: 'retriable' },
    { status: 403, type: 'index_create_block_exception', verdict: 'retriable' },
    { status: 429, type: 'cluster_block_exception', verdict: 'retriable' },
    { status: 403, type: 'security_exception', verdict: 'ours' },
    { status: 403, verdict: 'ours' },
    { status: 401, verdict: 'ours' },
    { status: 500, type: 'security_exception', verdict: 'ours' },
    { status: 408, verdict: 'retriable' },
    { status: 429, type: 'rejected_execution_exception', verdict: 'retriable' },
    { status: 429, verdict: 'retriable' },
    { status: 500, verdict: 'retriable' },
    { status: 503, type: 'unavailable_shards_exception', verdict: 'retriable' },
    { status: 400, type: 'mapper_parsing_exception', verdict: 'errant' },
    { status: 400, type: 'document_parsing_exception', verdict: 'errant' },
    { status: 400, type: 'strict_dynamic_mapping_exception', verdict: 'errant' },
    { status: 400, type: 'illegal_argument_exception', verdict: 'retriable' },
    { status: 400, type: 'illegal_argument_exception', attempts: 1, verdict: 'retriable' },
    { status: 400, type: 'illegal_argument_exception', attempts: 2, verdict: 'errant' },
    { status: 400, verdict: 'errant' },
    { status: 400, type: 'parse_exception', verdict: 'errant' },
    { status: 400, type: 'parse_exception', pipedWithOthers: true, verdict: 'bisect' },
    { status: 400, type: 'mapper_parsing_exception', pipedWithOthers: true, verdict: 'errant' },
    { status: 400, type: 'validation_exception', verdict: 'retriable' },
    { status: 400, type: 'index_closed_exception', verdict: 'errant' },
    { status: 413, verdict: 'errant' },
    { status: 0, verdict: 'retriable' },
    { status: 302, verdict: 'retriable' },
    { status: 600, verdict: 'retriable' },
  ])('judges $operation $status $type $versioned $attempts: $verdict', ({ verdict, ...over }) => {
    expect(judgeItem(anItem(over))).toBe(verdict);
  });
});

describe('judgeRequest', () => {
  it.each<Partial<RequestAnswer> & { verdict: string }>([
    { status: undefined, verdict: 'retriable' },
    { status: 200, isComplete: true, verdict: 'items' },
    { status: 200, verdict: 'retriable' },
    { status: 204, verdict: 'retriable' },
    { status: 302, verdict: 'retriable' },
    { status: 413, verdict: 'halve' },
    { status: 400, type: 'action_request_validation_exception', verdict: 'bisect' },
    { status: 400, verdict: 'bisect' },
    { status: 401, verdict: 'renew' },
    { status: 403, type: 'security_exception', verdict: 'renew' },
    { status: 403, type: 'cluster_block_exception', verdict: 'retriable' },
    { status: 404, verdict: 'ours' },
    { status: 405, verdict: 'ours' },
    { status: 415, verdict: 'ours' },
    { status: 408, verdict: 'retriable' },
    { status: 429, verdict: 'retriable' },
    { status: 500, isComplete: true, verdict: 'retriable' },
    { status: 502, verdict: 'retriable' },
    { status: 503, verdict: 'retriable' },
    { status: 504, verdict: 'retriable' },
  ])('judges $status $type $isComplete: $verdict', ({ verdict, ...over }) => {
    expect(judgeRequest({ status: 200, type: undefined, isComplete: false, ...over })).toBe(
      verdict,
    );
  });
});

describe('the rows', () => {
  it('leave no answer without a verdict', () => {
    const status = fc.integer();
    const type = fc.option(fc.string(), { nil: undefined });
    const items = fc.record({
      operation: fc.constantFrom('index', 'create', 'update', 'delete'),
      versioned: fc.boolean(),
      pipedWithOthers: fc.boolean(),
      status,
      type,
      attempts: fc.nat(),
    });
    fc.assert(
      fc.property(items, (item) => {
        expect(ITEM_ROWS.some(({ matches }) => matches(item))).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.record({ status, type, isComplete: fc.boolean() }), (answer) => {
        expect(REQUEST_ROWS.some(({ matches }) => matches(answer))).toBe(true);
      }),
    );
  });
});
