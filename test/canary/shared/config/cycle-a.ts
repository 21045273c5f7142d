import { b } from './cycle-b.ts'; // ✗ noImportCycles

export const a = (): unknown => b;
