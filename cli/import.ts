import type { Command } from 'commander';
import type { Session } from './session.ts';
export const addImport = (_program: Command, _session: Session): void => {};
