import { header } from '../connect/header.ts';
import { lines } from '../config/absent.ts'; // ✗ plugin

export const statement = [header, lines];
