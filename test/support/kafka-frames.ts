import type { Socket } from 'node:net';

/** Calls with each whole frame, its length in front. */
export const onFrame = (socket: Socket, call: (frame: Buffer) => void): void => {
  let pending = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk as Buffer]);
    while (pending.length >= 4 && pending.length >= 4 + pending.readInt32BE(0)) {
      const end = 4 + pending.readInt32BE(0);
      call(pending.subarray(0, end));
      pending = pending.subarray(end);
    }
  });
};

/** An answer: its length, whose answer it is, and what it says. */
export const toFrame = (correlation: number, body: Buffer): Buffer =>
  Buffer.concat([int32(4 + body.length), int32(correlation), body]);

/** Metadata that names the proxy where it named Kafka; both have ports of four bytes, so no length changes. */
export const moved = (frame: Buffer, host: string, from: number, to: number): Buffer => {
  const name = Buffer.from(host);
  const found = Buffer.concat([name, int32(from)]);
  const at = frame.indexOf(found);
  return at < 0
    ? frame
    : Buffer.concat([frame.subarray(0, at), name, int32(to), frame.subarray(at + found.length)]);
};

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
