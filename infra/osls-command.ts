/** osls' commands that make nothing of the files: they look at what is deployed, or take it away. */
const MAKE_NOTHING: ReadonlySet<string> = new Set([
  'deploy list',
  'deploy list functions',
  'info',
  'logs',
  'metrics',
  'print',
  'remove',
  'rollback',
  'rollback function',
]);

/** Whether a command line of osls, from its first word on, asks for one of them; options follow the command. */
export const makesNothing = (words: readonly string[]): boolean => {
  const options = words.findIndex((word) => word.startsWith('-'));
  return MAKE_NOTHING.has(words.slice(0, options === -1 ? words.length : options).join(' '));
};
