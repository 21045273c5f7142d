import type { Port } from '../absent/ports.ts'; // ✗ plugin
import { digest } from '../sink/absent.ts'; // ✗ plugin
import { statement } from '../kcql/absent.ts'; // ✗ plugin

export const header = (port: Port): unknown[] => [digest, statement, port];
