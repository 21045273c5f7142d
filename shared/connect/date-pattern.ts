const TOKEN = /([a-zA-Z])\1*|[^a-zA-Z]+/g;

/** Letters of Java's `DateTimeFormatter` that we know, by their run. */
const FIELDS: Readonly<Record<string, (iso: string) => string>> = {
  yyyy: (iso) => iso.slice(0, 4),
  uuuu: (iso) => iso.slice(0, 4),
  yy: (iso) => iso.slice(2, 4),
  MM: (iso) => iso.slice(5, 7),
  dd: (iso) => iso.slice(8, 10),
  HH: (iso) => iso.slice(11, 13),
  mm: (iso) => iso.slice(14, 16),
  ss: (iso) => iso.slice(17, 19),
};

/** A Java date pattern as a function of a time, in UTC; the letters it cannot do, where it has such. */
export const datePattern = (pattern: string): ((time: Date) => string) | { unknown: string } => {
  const tokens = pattern.match(TOKEN) ?? [];
  const unknown = tokens.find((token) => /[a-zA-Z]/.test(token) && !(token in FIELDS));
  if (unknown !== undefined) return { unknown };
  return (time) => {
    const iso = time.toISOString();
    return tokens.map((token) => FIELDS[token]?.(iso) ?? token).join('');
  };
};
