import { expect, it, vi } from 'vitest';
import { second } from '../../handlers/second.ts';
import { producer } from '../../shared/kafka/producer.ts';

vi.mock('../../shared/kafka/producer.ts'); // ✗ noJsRestrictedProperties

it.only('is focused', () => { // ✗ noFocusedTests
  vi.useFakeTimers(); // ✗ noJsRestrictedProperties
  expect(process.env['NAME']).toBe(second);
});

it.skip('is skipped without a reason', () => { // ✗ noSkippedTests
  expect(vi.spyOn(producer, 'send')).toBe(1); // ✗ noJsRestrictedProperties
});

it('is skipped with a reason', ({ skip }) => {
  skip(process.env['NAME'] === undefined, 'no name');
  expect(1).toBe(1);
});

it('expects nothing', () => { // ✗ useExpect
  console.log('here'); // ✗ noConsole
});
