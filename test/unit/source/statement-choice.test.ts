import { describe, expect, it } from 'vitest';
import { ConnectError } from '../../../shared/connect/errors.ts';
import { createStatementChoice } from '../../../shared/source/statement-choice.ts';
import { anMqttMessage } from '../../support/records.ts';

const choose = createStatementChoice([
  { filter: 'phone/#', target: 'all' },
  { filter: 'phone/#', target: 'numbered', regex: 'phone/\\d+' },
  { filter: 'phone/data', target: 'data', regex: 'nothing' },
  { filter: '$SYS/#', target: 'broker' },
]);
const targets = (over: Parameters<typeof anMqttMessage>[0]) =>
  choose(anMqttMessage(over)).map(({ target }) => target);

describe('createStatementChoice', () => {
  it.each([
    { message: { filter: 'phone/#', topic: 'phone/7' }, expected: ['all', 'numbered'] },
    { message: { filter: 'phone/#', topic: 'phone/7/x' }, expected: ['all'] },
    { message: { filter: 'phone/data', topic: 'phone/data' }, expected: [] },
    { message: { topic: 'phone/data' }, expected: ['all'] },
    { message: { topic: 'phone/7' }, expected: ['all', 'numbered'] },
    { message: { topic: '$SYS/uptime' }, expected: ['broker'] },
  ])('takes $expected for $message', ({ message, expected }) => {
    expect(targets(message)).toEqual(expected);
  });

  it.each([{ filter: 'tablet/#', topic: 'phone/7' }, { topic: 'tablet/7' }])(
    'refuses a message that no statement is for: %j',
    (message) => {
      expect(() => targets(message)).toThrow(ConnectError);
    },
  );
});
