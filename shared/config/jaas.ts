/** A login module and its options, as `sasl.jaas.config` of a client names one. */
export type LoginModule = {
  /** Its class. */
  readonly module: string;
  readonly options: ReadonlyMap<string, string>;
};

const TOKEN = /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s=;"']+)|([=;]))/sy;
const FLAGS = ['required', 'requisite', 'sufficient', 'optional'];
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** Reads `module flag option="value" … ;` (Kafka's `JaasConfig`); undefined where the text is anything else. */
export const readJaas = (text: string): LoginModule | undefined => {
  const tokens = tokensOf(text);
  const [module, flag = '', ...rest] = tokens ?? [];
  if (module === undefined || !FLAGS.includes(flag.toLowerCase())) return undefined;
  if (rest.pop() !== ';' || rest.length % 3 !== 0) return undefined;
  const options = new Map<string, string>();
  for (let at = 0; at < rest.length; at += 3) {
    const [name = '', equals, value = ''] = rest.slice(at, at + 3);
    if (equals !== '=') return undefined;
    options.set(name, value);
  }
  return { module, options };
};

const tokensOf = (text: string): string[] | undefined => {
  const tokens: string[] = [];
  const token = new RegExp(TOKEN);
  while (text.slice(token.lastIndex).trim() !== '') {
    const match = token.exec(text);
    if (match === null) return undefined;
    const [, double, single, word, sign] = match;
    tokens.push(word ?? sign ?? unescaped(double ?? single ?? ''));
  }
  return tokens;
};

const unescaped = (text: string): string =>
  text.replaceAll(/\\(.)/gs, (_, letter: string) => ESCAPES[letter] ?? letter);
