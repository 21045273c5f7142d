/** OpenSearch would take control characters; nobody means them. */
const CHARACTERS = /[\s\p{Cc},:"*+/?#><\\|A-Z]/u;
const START = /^[-_+]/;
const MAX_NAME = 255;
/** Nearly all names are such: one look at each record’s is enough. */
const PLAIN = /^[a-z\d][a-z\d._-]{0,254}$/;

/** What OpenSearch would refuse in an index name (OpenSearch: "Create index", index naming restrictions). */
export const indexNameFault = (name: string): string | undefined => {
  if (PLAIN.test(name)) return undefined;
  if (name === '' || name === '.' || name === '..') return 'a name that is not empty, . or ..';
  if (START.test(name)) return 'a name that does not begin with -, _ or +';
  if (CHARACTERS.test(name) || name !== name.toLowerCase())
    return 'lower case and none of space , : " * + / ? # > < \\ | or control characters';
  // OpenSearch takes one with half a surrogate pair, and then can't write its cluster state any more (seen with 2.19 and 3.6).
  if (!name.isWellFormed()) return 'Unicode text';
  if (Buffer.byteLength(name) > MAX_NAME) return `at most ${MAX_NAME} bytes`;
  return undefined;
};
