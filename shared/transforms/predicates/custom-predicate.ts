import type { Read } from '../../connect/config-keys.ts';
import { acceptFunction, atCustomStage, readCustomRow } from '../../connect/custom.ts';
import type { Modules } from '../../connect/modules.ts';
import { refuse } from '../../connect/refused.ts';
import type { Predicate, PredicateDefinition } from './predicate.ts';

/** The predicate that a module exports, as a row beside those of the table. */
export const readCustomPredicate = (name: string, modules: Modules): Read<PredicateDefinition> =>
  readCustomRow(name, 'predicate', modules, (made) =>
    guarded(acceptFunction(made, 'create: (config) => (record) => true') as Predicate, name),
  );

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
