import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Fault } from '../connect/errors.ts';
import type { Entry } from './entries.ts';
import type { TextFile } from './files.ts';

/** A connector file read as far as its name and its settings. */
export type ConnectorFile = {
  readonly file: string;
  readonly name: string;
  readonly entries: readonly Entry[];
  /** It is no JSON object: its one fault is told, and nothing more can be said of it. */
  readonly broken?: true;
};

/** What `GET /connectors/<name>` answers beside name and config. */
const ANSWERED = new Set(['name', 'config', 'tasks', 'type']);

/**
 * Reads a connector file, flat or `{ "name", "config" }` as Connect's REST API takes it. Its name is
 * `name`, else the file's base name. No fault quotes the text, which may hold secrets.
 */
export const readConnectorFile = (file: TextFile, faults: Fault[]): ConnectorFile => {
  const fail = createFail(file, faults);
  const root = readObject(file.text, fail);
  if (root === undefined)
    return { file: file.file, name: baseName(file.file), entries: [], broken: true };
  const members = membersOf(root, fail);
  const config = members.get('config');
  if (config === undefined || isScalar(config))
    return {
      file: file.file,
      name: nameOf(file, [members], fail),
      entries: scalars(file, members, fail),
    };
  if (config.type !== 'object') fail('an object', config.offset, 'config');
  for (const [key, node] of members)
    if (!ANSWERED.has(key)) fail('nothing beside name and config', node.offset, key);
  const inner = membersOf(config, fail);
  const entries = scalars(file, inner, fail).filter(({ key }) => key !== 'name');
  return { file: file.file, name: nameOf(file, [members, inner], fail), entries };
};

type Fail = (expected: string, offset: number, key?: string) => void;
type Members = ReadonlyMap<string, Node>;

const createFail =
  ({ file, text }: TextFile, faults: Fault[]): Fail =>
  (expected, offset, key) => {
    const line = lineAt(text, offset);
    faults.push({ file, ...(key !== undefined && { key }), line, severity: 'error', expected });
  };

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

const BOM = '\uFEFF';
/** More than any connector file has, and less than a parser's stack can take. */
const DEEPEST = 100;

/** One fault is enough for a text that is no JSON. */
const readObject = (text: string, fail: Fail): Node | undefined => {
  if (text.startsWith(BOM)) return void fail('a text without a byte order mark', 0);
  if (text.trim() === '') return void fail('a JSON object, not an empty file', 0);
  if (isDeep(text)) return void fail('a JSON object of strings, numbers and booleans', 0);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });
  const [error] = errors;
  if (error) return void fail(EXPECTED[printParseErrorCode(error.error)] ?? 'JSON', error.offset);
  if (root?.type === 'object') return root;
  return void fail('a JSON object', 0);
};

const isDeep = (text: string): boolean => {
  let depth = 0;
  for (const character of text) {
    if (character === '[' || character === '{') depth += 1;
    if (character === ']' || character === '}') depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
};

const EXPECTED: Readonly<Record<string, string>> = {
  PropertyNameExpected: 'JSON: a key in double quotes',
  ValueExpected: 'JSON: a value',
  ColonExpected: 'JSON: a colon',
  CommaExpected: 'JSON: a comma',
  CloseBraceExpected: 'JSON: a closing brace',
  CloseBracketExpected: 'JSON: a closing bracket',
  EndOfFileExpected: 'JSON: nothing more',
  InvalidCommentToken: 'JSON: no comments',
  UnexpectedEndOfComment: 'JSON: no comments',
  UnexpectedEndOfString: 'JSON: a closing quote',
  InvalidCharacter: 'JSON: no line breaks in a text',
  InvalidEscapeCharacter: 'JSON: a backslash before one of "\\/bfnrtu',
};

const membersOf = (node: Node, fail: Fail): Members => {
  const members = new Map<string, Node>();
  for (const { children = [], offset } of node.children ?? []) {
    const [key, value] = children;
    if (!key || !value) continue;
    const name = String(key.value);
    if (members.has(name)) fail('the key once', offset, name);
    members.set(name, value);
  }
  return members;
};

const isScalar = ({ type }: Node): boolean => ['string', 'number', 'boolean'].includes(type);

const scalars = ({ file, text }: TextFile, members: Members, fail: Fail): readonly Entry[] =>
  [...members].flatMap(([key, node]) => {
    const { offset, length, type, value } = node;
    if (!isScalar(node)) fail('a string, number or boolean', offset, key);
    // A number is taken as it is written, whatever its size.
    const written = type === 'number' ? text.slice(offset, offset + length) : String(value);
    return isScalar(node) ? [{ file, key, line: lineAt(text, offset), text: written }] : [];
  });

/** Connect refuses a file with two names that differ. */
const nameOf = ({ file }: TextFile, places: readonly Members[], fail: Fail): string => {
  const names = places.flatMap((members) => members.get('name') ?? []);
  for (const { type, offset } of names) if (type !== 'string') fail('a string', offset, 'name');
  const [first, second] = names;
  if (first && second && first.value !== second.value)
    fail('one name, the same in config', second.offset, 'name');
  return String(first?.value ?? '') || baseName(file);
};

const baseName = (file: string): string => file.replace(/^.*\//, '').replace(/\.json$/, '');
