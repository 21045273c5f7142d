import type { ChosenField, Projection } from '../config/connector.ts';
import { jsonElements, jsonMembers } from '../connect/json-parse.ts';
import { refuse } from '../connect/refused.ts';

type Members = ReadonlyMap<string, string>;

/**
 * What makes a document of the fields that KCQL selects, as the Lenses sinks do (stream-reactor's `JsonSql`). What is
 * chosen goes on as the text that it is: numbers keep their digits, objects their spaces.
 *
 * It refuses a value of which such a document can't be made.
 */
export const createProjection = ({
  fields,
  structured,
}: Projection): ((document: Buffer) => Buffer) => {
  const project = structured ? createStructured(fields) : createFlat(fields);
  return (document) => Buffer.from(project(document.toString()));
};

const EVERYTHING = '*';

const pathText = (path: readonly string[]): string => path.join('.');
/** A name may hold dots. */
const keyOf = (path: readonly string[]): string => JSON.stringify(path);

const writeObject = (members: Members): string =>
  `{${[...members].map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`;

/** All fields end at the top level. */
const createFlat = (fields: readonly ChosenField[]) => {
  const chosen = new Set(fields.map(({ parents, name }) => keyOf([...parents, name])));
  return (text: string): string =>
    writeObject(numbered(fields.flatMap((field) => membersOf(text, field, chosen))));
};

/** Of one name the second is `name_1`, the third `name_2`. Upstream counts a null, too, and leaves it out. */
const numbered = (members: Iterable<readonly [string, string]>): Members => {
  const counts = new Map<string, number>();
  const document = new Map<string, string>();
  for (const [name, text] of members) {
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    if (text !== 'null') document.set(count === 0 ? name : `${name}_${count}`, text);
  }
  return document;
};

/** What a field selects, by the name it gets. */
const membersOf = (
  text: string,
  { parents, name, alias }: ChosenField,
  chosen: ReadonlySet<string>,
): readonly (readonly [string, string])[] => {
  const source = objectAt(text, parents);
  if (source === undefined) return [];
  const value = source.get(name);
  const found =
    name === EVERYTHING
      ? [...source].filter(([other]) => !chosen.has(keyOf([...parents, other])))
      : value === undefined
        ? []
        : [[alias, value] as const];
  if (found.some(([, of]) => of.startsWith('[')))
    refuse(`${pathText([...parents, name])} selects an array, which only WITHSTRUCTURE keeps`);
  return found;
};

/** The object at a path; undefined where nothing is there. */
const objectAt = (text: string, path: readonly string[]): Members | undefined => {
  let members = jsonMembers(text);
  for (const [at, name] of path.entries()) {
    const inner = members?.get(name);
    if (inner === undefined || inner === 'null') return undefined;
    members = jsonMembers(inner);
    if (members === undefined && at === path.length - 1)
      return refuse(`${pathText(path)} is no object, of which a field is selected`);
  }
  return members;
};

/** What is selected of the objects at one path, in the order of the statement. */
type Selected =
  | { readonly kind: 'everything' }
  | { readonly kind: 'field'; readonly name: string; readonly alias: string }
  /** An object of which fields are selected. */
  | { readonly kind: 'inside'; readonly name: string };

/** Every field stays where it was in the value; elements of an array are selected from alike. */
const createStructured = (fields: readonly ChosenField[]) => {
  const byPath = selectedByPath(fields);

  const select = (text: string, path: readonly string[]): string => {
    const selected = byPath.get(keyOf(path));
    if (selected === undefined || text === 'null') return text;
    if (selected.every(({ kind }) => kind === 'everything')) return text;
    const elements = jsonElements(text);
    if (elements) return `[${elements.map((element) => select(element, path)).join(',')}]`;
    const members = jsonMembers(text);
    if (members === undefined)
      return refuse(`${pathText(path)} is no object, of which a field is selected`);
    return writeObject(new Map(selected.flatMap((one) => chosenOf(one, members, selected, path))));
  };

  const chosenOf = (
    one: Selected,
    members: Members,
    selected: readonly Selected[],
    path: readonly string[],
  ): readonly (readonly [string, string])[] => {
    if (one.kind === 'everything') return othersThan(selected, members);
    const text = members.get(one.name);
    if (text === undefined) return [];
    return [
      [one.kind === 'field' ? one.alias : one.name, select(text, [...path, one.name])] as const,
    ];
  };

  return (text: string): string => select(text, []);
};

/** The members that no field names. */
const othersThan = (selected: readonly Selected[], members: Members) =>
  [...members].filter(
    ([name]) => !selected.some((other) => other.kind === 'field' && other.name === name),
  );

const selectedByPath = (
  fields: readonly ChosenField[],
): ReadonlyMap<string, readonly Selected[]> => {
  const byPath = new Map<string, Selected[]>();
  const add = (path: readonly string[], selected: Selected): void => {
    const there = byPath.get(keyOf(path)) ?? [];
    byPath.set(keyOf(path), there);
    if (!there.some((other) => isSame(other, selected))) there.push(selected);
  };
  for (const { parents, name, alias } of fields) {
    for (const [at, parent] of parents.entries())
      add(parents.slice(0, at), { kind: 'inside', name: parent });
    add(parents, name === EVERYTHING ? { kind: 'everything' } : { kind: 'field', name, alias });
  }
  return byPath;
};

const isSame = (a: Selected, b: Selected): boolean => JSON.stringify(a) === JSON.stringify(b);
