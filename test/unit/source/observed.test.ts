import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Replayed, replayObserved } from '../../support/observed-source.ts';

const PARITY = readFileSync(new URL('../../../docs/parity.md', import.meta.url), 'utf8');
const JSON_PROFILES = ['json', 'json-throw', 'json-key'];

/** Where we differ on purpose, in the words of docs/parity.md, and the messages that show it. */
const DIFFERENCES: readonly {
  readonly told: string;
  readonly ours: 'errant' | 'a record';
  readonly profiles: readonly string[];
  readonly messages: readonly string[];
}[] = [
  {
    told: '`/a/+/b` misses `/a//b`',
    ours: 'a record',
    profiles: ['bytes', 'passthrough', ...JSON_PROFILES],
    messages: ['topic-empty-level'],
  },
  {
    told: 'A target that Kafka refuses (a space, `é`) kills the task | The record is errant',
    ours: 'errant',
    profiles: ['dollar'],
    messages: ['topic-odd-chars'],
  },
  {
    told: 'lose lists of several types',
    ours: 'a record',
    profiles: JSON_PROFILES,
    messages: ['mixed-array', 'root-string', 'root-number'],
  },
  {
    told: 'make a `null` of an empty payload and of JSON that breaks off',
    ours: 'errant',
    profiles: JSON_PROFILES,
    messages: ['empty-payload', 'retained, cleared', 'truncated-json'],
  },
  {
    told: 'lose the text `null` and members that come twice',
    ours: 'errant',
    profiles: JSON_PROFILES,
    messages: ['root-null', 'duplicate-member'],
  },
  {
    told: 'A message that can’t be converted is lost',
    ours: 'errant',
    profiles: JSON_PROFILES,
    messages: ['plain-text', 'binary'],
  },
  {
    told: 'A message that can’t be converted is lost',
    ours: 'errant',
    profiles: ['passthrough'],
    messages: ['empty-payload', 'retained, cleared', 'plain-text', 'truncated-json', 'binary'],
  },
  {
    told: 'A message without a field of `WITHKEY`',
    ours: 'errant',
    profiles: ['json-key'],
    messages: ['key-object', 'empty-object', 'large'],
  },
  {
    told: 'A message without a field of `WITHKEY`',
    ours: 'errant',
    profiles: ['passthrough'],
    messages: [
      'key-object',
      'empty-object',
      'large',
      'root-array',
      'root-string',
      'root-number',
      'root-null',
    ],
  },
];

const listed = DIFFERENCES.flatMap(({ profiles, messages, ours }) =>
  profiles.flatMap((profile) => messages.map((name) => `${profile}: ${name} is ${ours}`)),
);

const replayed = await replayObserved();
const told = ({ profile, name, ours }: Replayed): string =>
  `${profile}: ${name} is ${ours === 'errant' ? ours : 'a record'}`;

describe('what the real MQTT source did', () => {
  it('was recorded with six configurations', () => {
    expect(new Set(replayed.map(({ profile }) => profile)).size).toBe(6);
    expect(replayed).toHaveLength(6 * 22);
  });

  it('is what we do, but for a list of differences that is exact', () => {
    const differences = replayed.filter(({ observed, ours }) => observed !== ours);

    expect(differences.map(told).toSorted()).toEqual(listed.toSorted());
  });

  it('is never lost here', () => {
    expect(replayed.filter(({ ours }) => ours === 'lost')).toEqual([]);
  });

  it.each(DIFFERENCES)('differs as docs/parity.md tells: $told', (difference) => {
    expect(PARITY).toContain(difference.told);
  });
});
