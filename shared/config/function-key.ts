/** A function's key in the service: its connector's name in camel case. */
export const functionKey = (connector: string): string =>
  connector
    .split(/[^a-zA-Z0-9]+/)
    .filter((word) => word !== '')
    .map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
