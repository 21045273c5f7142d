import {
  type ConfigKey,
  type ConfigKeys,
  type ConfigOf,
  type FlatConfig,
  isKeyError,
  type KeyFault,
  type Read,
} from './config-keys.ts';
import { isRefused } from './refused.ts';

/** Reads all keys of a configuration; keys that it does not name are left to the caller. */
export const readConfig = <K extends ConfigKeys>(keys: K, given: FlatConfig): Read<ConfigOf<K>> => {
  const faults: KeyFault[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, key] of Object.entries(keys)) {
    const read = readKey(name, key, Object.hasOwn(given, name) ? given[name] : undefined);
    if ('faults' in read) faults.push(...read.faults);
    else values[name] = read.value;
  }
  // Every key has been given its own type's value, or there is a fault.
  return faults.length > 0 ? { faults } : { value: values as ConfigOf<K> };
};

const readKey = (name: string, key: ConfigKey, text: string | undefined): Read<unknown> => {
  if (text === undefined)
    return key.required
      ? { faults: [{ key: name, expected: 'a value, since it has no default' }] }
      : { value: key.defaultValue };
  return readChecked(() => ({ value: key.read(text) }), name, text);
};

/** Makes something of a configuration; what is refused becomes faults. */
export const readChecked = <T>(make: () => Read<T>, key: string, found?: string): Read<T> => {
  try {
    return make();
  } catch (error) {
    if (isKeyError(error)) return { faults: [error.fault] };
    if (!isRefused(error)) throw error;
    const fault = { key, expected: error.message };
    return { faults: [found === undefined ? fault : { ...fault, found }] };
  }
};
