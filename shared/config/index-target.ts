import type { RecordPart } from './connector.ts';

const DYNAMIC = /^_(key|value|header)(?:\.(.*))?$/s;
/** Names between dots; in single quotes they may hold dots, and the last quote may be missing. */
const NAME = /'([^']*)'?|[^.']+/g;

/**
 * The place in a record that a target (`INTO`) stands for: `_key`, `_key.a.b`, `_value.a.b`, `_header.a`
 * (stream-reactor's `TargetTypeParser`). Undefined for a target that is a name itself.
 */
export const dynamicTarget = (target: string): RecordPart | undefined => {
  const [, kind, rest = ''] = DYNAMIC.exec(target) ?? [];
  const path = [...rest.matchAll(NAME)].map(([bare, quoted]) => quoted ?? bare);
  if (kind === 'header') return { kind, name: path.join('.') };
  return kind === 'key' || kind === 'value' ? { kind, path } : undefined;
};
