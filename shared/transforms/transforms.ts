import { cast } from './cast.ts';
import { dropHeaders } from './drop-headers.ts';
import { extractField } from './extract-field.ts';
import { filter } from './filter.ts';
import { flatten } from './flatten.ts';
import { headerFrom } from './header-from.ts';
import { hoistField } from './hoist-field.ts';
import { insertField } from './insert-field.ts';
import { insertHeader } from './insert-header.ts';
import { headerTimestampConverter } from './lenses/header-timestamp-converter.ts';
import { insertSourceValue } from './lenses/insert-source-value.ts';
import { renameHeader } from './lenses/rename-header.ts';
import { timestampHeaders } from './lenses/timestamp-headers.ts';
import { wallclock } from './lenses/wallclock.ts';
import { maskField } from './mask-field.ts';
import { regexRouter } from './regex-router.ts';
import { replaceField } from './replace-field.ts';
import { setSchemaMetadata } from './set-schema-metadata.ts';
import { timestampConverter } from './timestamp-converter.ts';
import { timestampRouter } from './timestamp-router.ts';
import type { TransformDefinition } from './transform.ts';
import { valueToKey } from './value-to-key.ts';

/** All transforms: what runs, what is validated and what is documented come from here. */
export const TRANSFORMS: readonly TransformDefinition[] = [
  ...cast,
  dropHeaders,
  ...extractField,
  filter,
  ...flatten,
  ...headerFrom,
  ...hoistField,
  ...insertField,
  insertHeader,
  ...maskField,
  regexRouter,
  ...replaceField,
  ...setSchemaMetadata,
  ...timestampConverter,
  timestampRouter,
  valueToKey,
  headerTimestampConverter,
  insertSourceValue,
  renameHeader,
  ...timestampHeaders,
  ...wallclock,
];
