import { describe, expect, it } from 'vitest';
import { RetriableError } from '../../../shared/connect/errors.ts';
import type { CustomResourceAnswer } from '../../../shared/deploy/custom-resource.ts';
import { putAnswer } from '../../../shared/deploy/put-answer.ts';
import { startHttpServer } from '../../support/http-server.ts';

const ANSWER: CustomResourceAnswer = {
  Status: 'SUCCESS',
  PhysicalResourceId: 'AResource',
  StackId: 'a-stack',
  RequestId: 'request-1',
  LogicalResourceId: 'AResource',
};

describe('putAnswer', () => {
  it('puts JSON without a content type, which the URL was not signed with', async () => {
    await using server = await startHttpServer(200);

    await putAnswer(`${server.url}/answer?Signature=a%2Bb`, ANSWER);

    expect(server.requests).toEqual([
      {
        method: 'PUT',
        url: '/answer?Signature=a%2Bb',
        contentType: undefined,
        body: JSON.stringify(ANSWER),
      },
    ]);
  });

  it('tries again when the answer was not taken', async () => {
    await using server = await startHttpServer(503, 200);

    await putAnswer(server.url, ANSWER, [0, 0]);

    expect(server.requests).toHaveLength(2);
  });

  it('rejects when no try got through, so that Lambda invokes again', async () => {
    await using server = await startHttpServer(403);

    await expect(putAnswer(server.url, ANSWER, [0, 0, 0])).rejects.toThrow(RetriableError);
    expect(server.requests).toHaveLength(3);
  });
});
