import type { header } from './connect/header.ts';
import type { digest } from './sink/absent.ts'; // ✗ plugin

export type Port = { readonly name: string; readonly header: typeof header; readonly digest: typeof digest };
