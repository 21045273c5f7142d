const CHARACTERS = /[\s,:"*+/?#><\\|A-Z]/;
const START = /^[-_+]/;
const MAX_NAME = 255;

/** What OpenSearch would refuse in an index name (OpenSearch: "Create index", index naming restrictions). */
export const indexNameFault = (name: string): string | undefined => {
  if (name === '' || name === '.' || name === '..') return 'a name that is not empty, . or ..';
  if (START.test(name)) return 'a name that does not begin with -, _ or +';
  if (CHARACTERS.test(name)) return 'lower case and none of space , : " * + / ? # > < \\ |';
  if (Buffer.byteLength(name) > MAX_NAME) return `at most ${MAX_NAME} bytes`;
  return undefined;
};
