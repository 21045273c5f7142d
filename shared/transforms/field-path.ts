import { refuse } from '../connect/refused.ts';

/**
 * Steps of a path in Connect's syntax V2: dots between steps, back-ticks around a step that has dots, a
 * backslash before a back-tick that is followed by a dot and belongs to the step.
 */
export const fieldPath = (path: string): readonly string[] => {
  const steps: string[] = [];
  let at = 0;
  while (at < path.length) {
    const [step, end] = path[at] === '`' ? quotedStep(path, at) : plainStep(path, at);
    steps.push(step);
    at = end;
  }
  if (path.endsWith('.')) steps.push('');
  return steps;
};

const plainStep = (path: string, at: number): [step: string, end: number] => {
  const dot = path.indexOf('.', at);
  return dot < 0 ? [path.slice(at), path.length] : [path.slice(at, dot), dot + 1];
};

/** A back-tick that is followed by a dot or by nothing closes its step, unless it is escaped. */
const CLOSING_TICK = /(?<!\\)`(?=\.|$)/;

const quotedStep = (path: string, at: number): [step: string, end: number] => {
  const quoted = path.slice(at + 1);
  const end = quoted.search(CLOSING_TICK);
  if (end < 0) return refuse('a path whose back-ticks are in pairs');
  const step = quoted.slice(0, end).replaceAll('\\`.', '`.');
  return [step, at + 1 + end + '`.'.length];
};
