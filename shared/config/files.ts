import { parse } from 'dot-properties';
import type { Fault } from '../connect/errors.ts';
import type { Properties } from './settings.ts';

/** A file's text and its name, as faults show it. */
export type TextFile = { readonly file: string; readonly text: string };

/** The files of one folder: connectors, and the worker's defaults where it has them. */
export type ConnectorFolder = {
  readonly connectors: readonly TextFile[];
  readonly worker?: TextFile;
};

/** A connector file read as far as its name. */
export type NamedFile = {
  readonly file: string;
  readonly name: string;
  readonly properties: Properties;
};

/**
 * Reads a connector file, flat or `{ "name", "config" }` as Connect's REST API takes it. Its name is
 * `name`, else the file's base name.
 */
export const readConnectorFile = ({ file, text }: TextFile, faults: Fault[]): NamedFile => {
  const root = parseObject(file, text, faults);
  const config = isObject(root['config']) ? root['config'] : root;
  const name = root['name'] ?? config['name'];
  return {
    file,
    name: typeof name === 'string' && name !== '' ? name : baseName(file),
    properties: textValues(file, config, faults),
  };
};

/** Reads a worker's `.properties`, escapes and continuation lines included. */
export const readWorkerFile = ({ text }: TextFile): Properties =>
  Object.fromEntries(Object.entries(parse(text)).map(([key, value]) => [key, String(value)]));

type JsonObject = Readonly<Record<string, unknown>>;

const parseObject = (file: string, text: string, faults: Fault[]): JsonObject => {
  try {
    const root: unknown = JSON.parse(text);
    if (isObject(root)) return root;
    faults.push({
      file,
      severity: 'error',
      expected: 'a JSON object',
      found: 'another JSON value',
    });
  } catch (error) {
    faults.push({
      file,
      severity: 'error',
      expected: 'JSON',
      found: (error as SyntaxError).message,
    });
  }
  return {};
};

const textValues = (file: string, config: JsonObject, faults: Fault[]): Properties => {
  const properties: Record<string, string> = {};
  for (const [key, value] of Object.entries(config)) {
    if (['string', 'number', 'boolean'].includes(typeof value)) properties[key] = String(value);
    else
      faults.push({
        file,
        key,
        severity: 'error',
        expected: 'a string, number or boolean',
        found: typeof value,
      });
  }
  return properties;
};

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const baseName = (file: string): string => file.replace(/^.*\//, '').replace(/\.json$/, '');
