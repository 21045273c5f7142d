export { header } from '../connect/header.ts'; // ✗ noBarrelFile
export * from '../kcql/statement.ts'; // ✗ noReExportAll
