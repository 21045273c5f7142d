/** A module of a user's own, or what it would have to be; `expected` completes "expected …". */
export type LoadedModule =
  | { readonly exports: Readonly<Record<string, unknown>> }
  | { readonly expected: string };

/** The modules that connector files name, by that name: `./transforms/fahrenheit.ts`. */
export type Modules = ReadonlyMap<string, LoadedModule>;

export const NO_MODULES: Modules = new Map();

const BELOW = /^\.(?:\/(?!\.\.?\/)[^/\\]+)+\.ts$/;

/** Whether a name means a module and not a class, well written or not. */
export const isModuleName = (name: string): boolean => name.includes('/') || name.endsWith('.ts');

/** Whether it lies in the folder of connector files, as all do that are loaded and packaged. */
export const isBelowFolder = (name: string): boolean => BELOW.test(name);

/** Finds a module by its name; what is wrong with it completes "expected …". */
export const findModule = (name: string, modules: Modules): LoadedModule => {
  if (!isBelowFolder(name))
    return { expected: 'a module in the folder of connector files, as ./transforms/name.ts' };
  return modules.get(name) ?? { expected: 'a file that is there, beside the connector files' };
};
