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

const quotedStep = (path: string, at: number): [step: string, end: number] => {
  let step = '';
  let start = at + 1;
  let tick = at;
  for (;;) {
    tick = path.indexOf('`', tick + 1);
    const escaped = path[tick - 1] === '\\';
    const last = tick >= path.length - 1;
    if (tick < 0 || (last && escaped)) return refuse('a path whose back-ticks are in pairs');
    if (last) return [step + path.slice(start, tick), path.length];
    if (path[tick + 1] !== '.') continue;
    if (!escaped) return [step + path.slice(start, tick), tick + 2];
    step += `${path.slice(start, tick - 1)}\``;
    start = tick + 1;
  }
};
