export const log = (fields: object): void => console.log(JSON.stringify(fields)); // ✗ noConsole

export const level = process.env['LEVEL']; // ✗ noProcessEnv
