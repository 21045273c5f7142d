import { afterAll, describe, expect, it } from 'vitest';
import { type Asked, NO_EVALUATOR, permitted } from '../support/permitted.ts';
import { type Policies, policiesOf } from '../support/policies.ts';
import { SITUATIONS } from '../support/situations.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = await temporaryFolder();
afterAll(() => folder[Symbol.asyncDispose]());

const OURS = '111122223333';
const ANOTHER = '444455556666';
const rule = (name: string, account = OURS) => `arn:aws:iot:eu-west-1:${account}:rule/${name}`;
const fn = (key: string) => `arn:aws:lambda:eu-west-1:${OURS}:function:connectless-test-${key}`;
const somebodyOf = (account: string) => `AWS arn:aws:iam::${account}:role/somebody`;
const from = (arn: string, account: string) => ({
  context: { 'aws:SourceArn': arn, 'aws:SourceAccount': account },
});

const CARS = 'connectless_test_car_source_car___data_75eefebd';
const DOORS = 'connectless_test_door_source_door___data_a81998ff';
const KEY = `arn:aws:kms:eu-west-1:${OURS}:key/DataKey`;
const DOMAIN = `arn:aws:es:eu-west-1:${OURS}:domain/connectless-0f9e8d7c`;
const LOGS = `arn:aws:logs:eu-west-1:${OURS}:log-group:connectless-test-SearchLogGroup-1a2b3c:*`;
const IOT = 'Service iot.amazonaws.com';

type Row = {
  /** Begins the logical ids of those that have the policy. */
  readonly policy: RegExp;
  readonly permits: readonly Asked[];
  readonly denies: readonly Asked[];
};

const ROWS: readonly Row[] = [
  {
    policy: /^CarSourceTopicRule\w+Permission$/,
    permits: [
      {
        call: `lambda:InvokeFunction ${fn('carSource')}`,
        principal: IOT,
        ...from(rule(CARS), OURS),
      },
    ],
    denies: [
      {
        call: `lambda:InvokeFunction ${fn('carSource')}`,
        principal: IOT,
        ...from(rule(DOORS), OURS),
      },
      {
        call: `lambda:InvokeFunction ${fn('carSource')}`,
        principal: IOT,
        ...from(rule(CARS, ANOTHER), ANOTHER),
      },
      {
        call: `lambda:InvokeFunction ${fn('carSource')}`,
        principal: IOT,
        ...from(rule(CARS), ANOTHER),
      },
      {
        call: `lambda:InvokeFunction ${fn('carSource')}`,
        principal: 'Service s3.amazonaws.com',
        ...from(rule(CARS), OURS),
      },
      {
        call: `lambda:InvokeFunction ${fn('doorSource')}`,
        principal: IOT,
        ...from(rule(CARS), OURS),
      },
      {
        call: `lambda:UpdateFunctionCode ${fn('carSource')}`,
        principal: IOT,
        ...from(rule(CARS), OURS),
      },
    ],
  },
  {
    policy: /^CarSourceTopicRuleRole$/,
    permits: [{ call: 'sts:AssumeRole *', principal: IOT, ...from(rule(CARS), OURS) }],
    denies: [
      { call: 'sts:AssumeRole *', principal: IOT, ...from(rule(DOORS), OURS) },
      { call: 'sts:AssumeRole *', principal: IOT, ...from(rule(CARS, ANOTHER), ANOTHER) },
      { call: 'sts:AssumeRole *', principal: IOT, ...from(rule(CARS), ANOTHER) },
      {
        call: 'sts:AssumeRole *',
        principal: 'Service lambda.amazonaws.com',
        ...from(rule(CARS), OURS),
      },
      { call: 'sts:AssumeRole *', principal: somebodyOf(OURS), ...from(rule(CARS), OURS) },
    ],
  },
  {
    policy: /^(?!\w+TopicRuleRole$)\w+Role$/,
    permits: [{ call: 'sts:AssumeRole *', principal: 'Service lambda.amazonaws.com' }],
    denies: [
      { call: 'sts:AssumeRole *', principal: IOT },
      { call: 'sts:AssumeRole *', principal: somebodyOf(OURS) },
      { call: 'sts:AssumeRole *', principal: somebodyOf(ANOTHER) },
      { call: 'sts:TagSession *', principal: 'Service lambda.amazonaws.com' },
    ],
  },
  {
    // What the account's own policies then leave of it, the roles' test says.
    policy: /^DataKey$/,
    permits: [{ call: `kms:Decrypt ${KEY}`, principal: somebodyOf(OURS) }],
    denies: [
      { call: `kms:Decrypt ${KEY}`, principal: somebodyOf(ANOTHER) },
      { call: `kms:Decrypt ${KEY}`, principal: 'Service sqs.amazonaws.com' },
    ],
  },
  {
    policy: /^Domain$/,
    permits: [{ call: `es:ESHttpPost ${DOMAIN}/_bulk`, principal: somebodyOf(OURS) }],
    denies: [
      { call: `es:ESHttpPost ${DOMAIN}/_bulk`, principal: somebodyOf(ANOTHER) },
      { call: `es:ESHttpGet ${DOMAIN}/_search`, principal: 'AWS *' },
      { call: `es:ESHttpGet ${DOMAIN}-2/_search`, principal: somebodyOf(OURS) },
      { call: `es:DeleteDomain ${DOMAIN}/a`, principal: somebodyOf(OURS) },
    ],
  },
  {
    policy: /^SearchLogPolicy$/,
    permits: [
      {
        call: `logs:PutLogEvents ${LOGS}`,
        principal: 'Service es.amazonaws.com',
        ...from(DOMAIN, OURS),
      },
    ],
    denies: [
      {
        call: `logs:PutLogEvents ${LOGS}`,
        principal: 'Service es.amazonaws.com',
        ...from(`${DOMAIN}-2`, OURS),
      },
      {
        call: `logs:PutLogEvents ${LOGS}`,
        principal: 'Service es.amazonaws.com',
        ...from(DOMAIN, ANOTHER),
      },
      { call: `logs:PutLogEvents ${LOGS}`, principal: IOT, ...from(DOMAIN, OURS) },
      {
        call: `logs:GetLogEvents ${LOGS}`,
        principal: 'Service es.amazonaws.com',
        ...from(DOMAIN, OURS),
      },
    ],
  },
];

const ten = SITUATIONS.find(({ name }) => name === 'ten connectors') ?? { name: '' };
const { ofResources } = await policiesOf(ten, folder.path);

/** Those that a row is about, at least one. */
const policiesFor = ({ policy }: Row): Policies => {
  const found = Object.entries(ofResources).filter(([id]) => policy.test(id));
  expect(found.length).toBeGreaterThan(0);
  return Object.fromEntries(found);
};

describe('the policies of resources', () => {
  it.skipIf(NO_EVALUATOR !== undefined).each(ROWS)(
    `let in whom they are for at $policy, and nobody else${NO_EVALUATOR === undefined ? '' : `: ${NO_EVALUATOR}`}`,
    async (row) => {
      const policies = policiesFor(row);

      const answers = await permitted(policies, [...row.permits, ...row.denies]);

      for (const id of Object.keys(policies)) expect([id, answers[id]]).toEqual([id, row.permits]);
    },
  );

  it('are all in that table', () => {
    const rows = Object.keys(ofResources).filter(
      (id) => !ROWS.some(({ policy }) => policy.test(id)),
    );
    const ofOtherThings = /^(Door|Lamp|Phone|Watch)SourceTopicRule(\w+Permission|Role)$/;

    expect(rows.filter((id) => !ofOtherThings.test(id))).toEqual([]);
  });

  it.each(SITUATIONS)('are read where a resource of $name has one', async (situation) => {
    await using own = await temporaryFolder();

    expect((await policiesOf(situation, own.path)).unread).toEqual([]);
  });
});
