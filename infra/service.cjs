// osls reads no TypeScript and no ES module; Node 24 does, which npx and npm take from node_modules.
if (!process.features.typescript) {
  const message = `Node ${process.version} runs no TypeScript: use npx serverless\n`;
  throw Object.assign(new Error(message), { stack: message });
}
module.exports = require('./service.ts');
