/**
 * Which letters of a partition have been replayed: all before `next`, and those in `ranges`, in order,
 * each with its first offset and the one after its last. Letters that a filter left out are the gaps.
 */
export type Progress = {
  readonly next: number;
  readonly ranges: readonly (readonly [number, number])[];
};

/** An offset as a consumer group commits it. */
export type Commit = { readonly offset: string; readonly metadata: string };

const MARK = 'replayed:';
/** Kafka's default for `offset.metadata.max.bytes` is 4096. */
const MAX_METADATA = 4_000;
const RADIX = 36;

/** Reads what a run before has committed; what somebody else has put there counts as nothing. */
export const readProgress = (offset: string, metadata: string | null): Progress => {
  const next = Math.max(0, Number(offset));
  if (!metadata?.startsWith(MARK)) return { next, ranges: [] };
  let at = next;
  const steps = metadata
    .slice(MARK.length)
    .split(',')
    .map((step) => Number.parseInt(step, RADIX));
  const edges = steps.map((step) => {
    at += step;
    return at;
  });
  const ranges = edges.flatMap((edge, i) =>
    i % 2 === 0 ? [[edge, edges[i + 1] ?? edge] as const] : [],
  );
  return { next, ranges };
};

/** As few characters as will do: the gaps' and ranges' lengths. Ranges that don't fit are replayed again. */
export const writeProgress = ({ next, ranges }: Progress): Commit => {
  let at = next;
  const steps: string[] = [];
  let length = MARK.length;
  for (const [from, to] of ranges) {
    const step = `${(from - at).toString(RADIX)},${(to - from).toString(RADIX)}`;
    length += step.length + 1;
    if (length > MAX_METADATA) break;
    steps.push(step);
    at = to;
  }
  return { offset: `${next}`, metadata: steps.length === 0 ? '' : MARK + steps.join(',') };
};

/** Whether the letter of an offset has been replayed. */
export const isReplayed = ({ next, ranges }: Progress, offset: number): boolean =>
  offset < next || ranges.some(([from, to]) => from <= offset && offset < to);

/** With the letters from one offset up to another marked. */
export const markReplayed = (progress: Progress, from: number, to: number): Progress => {
  if (from >= to) return progress;
  const apart = progress.ranges.filter(([first, last]) => last < from || first > to);
  const joined = progress.ranges.filter(([first, last]) => last >= from && first <= to);
  const merged = [
    Math.min(from, ...joined.map(([first]) => first)),
    Math.max(to, ...joined.map(([, last]) => last)),
  ] as const;
  if (merged[0] <= progress.next)
    return {
      next: Math.max(progress.next, merged[1]),
      ranges: apart.filter(([first]) => first > merged[1]),
    };
  return { ...progress, ranges: [...apart, merged].toSorted(([a], [b]) => a - b) };
};
