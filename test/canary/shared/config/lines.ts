import { statement } from '../kcql/statement.ts';
import { digest } from '../sink/absent.ts'; // ✗ plugin

export const lines = [statement, digest];
