import { describe, expect, it } from 'vitest';
import { paramNames, serviceText, unreadParams } from '../../../infra/committed-params.ts';
import { PARAMETER_NAMES } from '../../../infra/read-parameters.ts';

const SERVICE = `
provider:
  stackTags:
    team: \${param:team, 'devices'}
params:
  default:
    kafkaSigIn: files
    team: a
  prod:
    retentionDay: 7
  idle:
`;

describe('unreadParams', () => {
  it.each([
    {
      stage: 'prod',
      faults: [
        { key: 'params.default.kafkaSigIn', suggestion: 'kafkaSignIn' },
        { key: 'params.prod.retentionDay' },
      ],
    },
    { stage: 'dev', faults: [{ key: 'params.default.kafkaSigIn' }] },
    { stage: 'idle', faults: [{ key: 'params.default.kafkaSigIn' }] },
    { stage: 'default', faults: [{ key: 'params.default.kafkaSigIn' }] },
  ])('names what nothing reads in the stage $stage', ({ stage, faults }) => {
    expect(unreadParams(SERVICE, stage)).toMatchObject(faults);
  });

  it('finds nothing in the file as it is', async () => {
    expect(unreadParams(await serviceText(), 'prod')).toEqual([]);
  });
});

describe('paramNames', () => {
  it('has what infra reads, and what the file itself refers to', () => {
    expect(paramNames(SERVICE)).toEqual([...PARAMETER_NAMES, 'team']);
  });
});
