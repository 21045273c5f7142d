import type { Read } from '../../connect/config-keys.ts';
import { acceptFunction, atCustomStage, createCustom, readExport } from '../../connect/custom.ts';
import type { Modules } from '../../connect/modules.ts';
import { refuse } from '../../connect/refused.ts';
import type { Predicate, PredicateDefinition } from './predicate.ts';

/** The predicate that a module exports, as a row beside those of the table. */
export const readCustomPredicate = (name: string, modules: Modules): Read<PredicateDefinition> => {
  const read = readExport(name, 'predicate', modules, 'type');
  if ('faults' in read) return read;
  return {
    value: {
      className: name,
      doc: '',
      keys: read.value.keys,
      read: (given) =>
        createCustom(read.value, given, { key: 'type', name }, (made) =>
          guarded(acceptFunction(made, 'create: (config) => (record) => true') as Predicate, name),
        ),
    },
  };
};

const guarded =
  (predicate: Predicate, name: string): Predicate =>
  (record) =>
    atCustomStage({
      stage: 'TRANSFORMATION',
      name,
      run: () => predicate(record),
      check: (answer: unknown) => {
        if (typeof answer !== 'boolean') refuse('It gave neither true nor false');
      },
    });
