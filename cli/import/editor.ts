import { parseLines } from 'dot-properties';
import { applyEdits, findNodeAtLocation, modify, parseTree } from 'jsonc-parser';
import type { TextFile } from '../../shared/config/files.ts';

/** What is to be done with one key's value: another one, or none, and no line. */
export type Change = { readonly key: string; readonly value: string | undefined };

/** Changes values, and leaves all else of a file as it is. */
export type Editor = {
  readonly text: string;
  value(key: string): string | undefined;
  with(change: Change): Editor;
};

/** Of a connector's file, or of the worker's. */
export const editorOf = ({ file, text }: TextFile): Editor =>
  file.endsWith('.json') ? jsonEditor(text) : propertiesEditor(text);

const FORMATTING = { formattingOptions: { insertSpaces: true, tabSize: 2 } };

const jsonEditor = (text: string): Editor => {
  const path = (key: string): string[] => {
    const root = parseTree(text);
    return root && findNodeAtLocation(root, ['config', key]) ? ['config', key] : [key];
  };
  return {
    text,
    value: (key) => {
      const root = parseTree(text);
      const node = root && findNodeAtLocation(root, path(key));
      return node === undefined ? undefined : String(node.value);
    },
    with: ({ key, value }) =>
      jsonEditor(applyEdits(text, modify(text, path(key), value, FORMATTING))),
  };
};

type Pair = { readonly key: string; readonly value: string; readonly range: readonly number[] };

const propertiesEditor = (text: string): Editor => {
  // A key that stands twice has its last value.
  const pairOf = (name: string): Pair | undefined =>
    (parseLines(text, true) as unknown as readonly (Pair & { readonly type: string })[]).findLast(
      ({ type, key }) => type === 'PAIR' && key === name,
    );
  return {
    text,
    value: (key) => pairOf(key)?.value,
    with: ({ key, value }) => {
      const [start = 0, , valueStart = 0, end = 0] = pairOf(key)?.range ?? [];
      // Backslashes alone need an escape within a value.
      return propertiesEditor(
        value === undefined
          ? text.slice(0, start) + text.slice(end).replace(/^\r?\n/, '')
          : text.slice(0, valueStart) + value.replaceAll('\\', '\\\\') + text.slice(end),
      );
    },
  };
};
