// osls reads no TypeScript and no ES module; Node does.
module.exports = require('./service.ts');
