import { type Pair, parseLines } from 'dot-properties';
import type { Fault } from '../connect/errors.ts';
import type { Entry } from './entries.ts';
import type { TextFile } from './files.ts';

/** Reads a worker's `.properties`, escapes and continuation lines included. As in Java, the last of a key counts. */
export const readPropertiesFile = ({ file, text }: TextFile, faults: Fault[]): readonly Entry[] => {
  const entries = new Map<string, Entry>();
  for (const { key, value, range } of parseLines(text, true).filter(isPair)) {
    const line = text.slice(0, range[0]).split(LINE_BREAK).length;
    if (entries.has(key))
      faults.push({
        file,
        key,
        line,
        severity: 'warning',
        expected: 'the key once; the last counts',
      });
    entries.set(key, { file, key, line, text: value });
  }
  return [...entries.values()];
};

const LINE_BREAK = /\r\n|\r|\n/;

const isPair = (node: { readonly type: string }): node is Required<Pair> => node.type === 'PAIR';
