/**
 * What the legs do not do yet, in words that complete "…, since … not there yet". A key, a value or a KCQL
 * clause that asks for one is refused by name. When a feature comes its row goes, and the compiler
 * names every place that refused it.
 */
export const NOT_YET = {
  // The sink's issue
  mapping: 'mappings from schemas are',
} as const satisfies Readonly<Record<string, string>>;

export type Feature = keyof typeof NOT_YET;
