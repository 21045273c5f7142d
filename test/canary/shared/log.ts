export const log = (fields: object): void => console.log(JSON.stringify(fields));

export const level = process.env['LEVEL']; // ✗ noProcessEnv
