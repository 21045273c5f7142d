import type { Fault } from '../shared/connect/errors.ts';
import { nearMiss } from '../shared/connect/near-miss.ts';

type ParamOptions = {
  readonly params: Readonly<Record<string, string>>;
  readonly faults: readonly Fault[];
};

/**
 * What `--param name=value`, each as it was written, says; one with another name than these, which nothing would
 * read, is a fault.
 */
export const readParamOptions = (
  texts: readonly string[],
  names: readonly string[],
): ParamOptions => {
  const read = texts.map((text) => {
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    return { text, name, value, isKnown: names.includes(name) };
  });
  return {
    params: Object.fromEntries(
      read.filter(({ isKnown }) => isKnown).map(({ name, value }) => [name, value]),
    ),
    faults: read
      .filter(({ isKnown }) => !isKnown)
      .map(({ text, name }) => unknownParam(text, name, names)),
  };
};

const unknownParam = (text: string, name: string, names: readonly string[]): Fault => {
  const meant = nearMiss(name, names);
  return {
    file: `--param ${text}`,
    severity: 'error',
    expected: `name=value with a name of ${names.join(', ')}`,
    ...(meant !== undefined && { suggestion: meant }),
  };
};
