import { styleText } from 'node:util';

/** The styles that output uses. */
type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow';

/** Gives text a style. */
export type Paint = (style: Style, text: string) => string;

/** Leaves text as it is: for pipes and files. */
export const plain: Paint = (_, text) => text;

/** Paints on a terminal alone; `NO_COLOR` and its like have their say. */
export const paintFor =
  (stream: NodeJS.WriteStream): Paint =>
  (style, text) =>
    styleText(style, text, { stream });
