// serverless-esbuild reads no TypeScript and no ES module; Node does.
module.exports = require('./connector-files.ts').connectorFiles;
