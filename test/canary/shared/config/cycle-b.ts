import { a } from './cycle-a.ts'; // ✗ noImportCycles

export const b = (): unknown => a;
