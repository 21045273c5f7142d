/** One line of a `mosquitto.conf` that says something. */
export type Directive = {
  /** From 1. */
  readonly line: number;
  readonly key: string;
  readonly value: string;
  /** The listener or bridge that the line belongs to; neither for the broker as a whole. */
  readonly listener?: number;
  readonly bridge?: number;
};

/** What begins a listener, or a bridge; the lines below belong to it (mosquitto.conf(5)). */
const BEGINS_LISTENER = new Set(['listener', 'port']);
const BEGINS_BRIDGE = 'connection';
/** Directives of a bridge; others stand for the broker wherever they are written. */
const OF_BRIDGE =
  /^(connection|address(es)?|topic|bridge_.*|cleansession|(local|remote)_.*|(client)?id|username|password|notification.*|keepalive_interval|idle_timeout|restart_timeout|round_robin|start_type|threshold|try_private)$/;

type Line = Pick<Directive, 'line' | 'key' | 'value'>;

/** Reads a `mosquitto.conf`; comments and empty lines say nothing. */
export const readMosquittoConf = (text: string): readonly Directive[] => {
  const lines = text.split(/\r?\n/).flatMap((raw, at): readonly Line[] => {
    const [, key, value = ''] = raw.match(/^\s*([^\s#]\S*)\s*(.*?)\s*$/) ?? [];
    return key === undefined ? [] : [{ line: at + 1, key, value }];
  });
  return lines.map((line, at) => ({ ...line, ...partOf(line, lines.slice(0, at + 1)) }));
};

type Part = Pick<Directive, 'listener' | 'bridge'>;

/** What a line belongs to: the last listener or bridge that began above it. */
const partOf = ({ key }: Line, above: readonly Line[]): Part => {
  const begin = above.findLast(
    (line) => line.key === BEGINS_BRIDGE || BEGINS_LISTENER.has(line.key),
  );
  if (begin?.key === BEGINS_BRIDGE) return OF_BRIDGE.test(key) ? { bridge: begin.line } : {};
  return begin === undefined ? {} : { listener: begin.line };
};

/** The value of a directive: of the whole file, or of one listener or bridge. */
export const directiveValue = (
  directives: readonly Directive[],
  key: string,
  part: Part = {},
): string | undefined =>
  directives.find(
    (directive) =>
      directive.key === key &&
      (part.listener === undefined || directive.listener === part.listener) &&
      (part.bridge === undefined || directive.bridge === part.bridge),
  )?.value;
