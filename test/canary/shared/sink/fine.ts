import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { MSKEvent } from 'aws-lambda';
import { lines } from '../config/lines.ts';
import { header } from '../connect/header.ts';
import { statement } from '../kcql/statement.ts';
import type { Port } from '../ports.ts';

export const digest = (event: MSKEvent, port: Port): string =>
  createHash('sha256')
    .update(Buffer.from(event.eventSourceArn + lines + header + statement + port.name))
    .digest('hex');
