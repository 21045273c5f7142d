// serverless-esbuild reads no TypeScript and no ES module; Node does.
const { connectorFiles } = require('./connector-files.ts');

module.exports = connectorFiles;
