import { header } from '../connect/header'; // ✗ useImportExtensions
import { resolve } from 'path'; // ✗ useNodejsImportProtocol ✗ noRestrictedImports

export const inferred = () => 1; // ✗ plugin

export const inferredLater = async (x: number) => x; // ✗ plugin

export function declared(): number { // ✗ useConsistentFunctionStyle
  return 1;
}

export enum Fate { // ✗ noEnum
  Written = 'written',
}

export class Named {
  constructor(readonly name: string) {} // ✗ noParameterProperties
}

export const wrapped = (): void => {
  try {
    inferred();
  } catch (error) { // ✗ noUnusedVariables
    throw new Error('failed'); // ✗ useErrorCause
  }
};

export const fates = (fate: 'written' | 'errant'): number => {
  switch (fate) { // ✗ useExhaustiveSwitchCases
    case 'written':
      return 1;
  }
  return 2;
};

export const each = (names: string[]): void => {
  names.forEach((name) => void name); // ✗ noForEach
};

export const reassigned = (name: string): string => {
  name = `${name}?`; // ✗ noParameterAssign
  return name;
};

export const anything = (value: any): unknown => value; // ✗ noExplicitAny

export const tangled = (rows: readonly number[][]): number => { // ✗ noExcessiveCognitiveComplexity
  let sum = 0;
  for (const row of rows) {
    for (const cell of row) {
      if (cell > 1) {
        if (cell > 2) {
          if (cell > 3) sum += cell;
        }
      }
    }
  }
  return sum;
};

export const used = [header, resolve];
