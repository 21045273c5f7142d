/** Writes the pages that are made of the code's own tables. */
import { writeFileSync } from 'node:fs';
import { generatedPages } from './reference/pages.ts';

for (const [path, text] of generatedPages())
  writeFileSync(new URL(`../${path}`, import.meta.url), text);
