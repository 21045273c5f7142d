import { DIALECTS } from '../../shared/config/dialects.ts';
import { connectorsPage } from './connectors-page.ts';
import { jsonSchema } from './json-schema.ts';

/** Every generated file, by its path in the checkout. */
export const generatedPages = (): ReadonlyMap<string, string> =>
  new Map([
    ['docs/connectors.md', connectorsPage()],
    ...DIALECTS.map(
      (dialect) =>
        [
          `schemas/${dialect.id}.json`,
          `${JSON.stringify(jsonSchema(dialect), null, 2)}\n`,
        ] as const,
    ),
  ]);
