import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

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

const LEAVE_GROUP = 13;

/** Leaves a group in a member's stead: who is thrown out hears of it at its next request. */
export const leaveGroup = async (address: string, group: string, member: string): Promise<void> => {
  const [host, port] = address.split(':');
  const socket = connect(Number(port), host);
  const [version, correlation, client] = [1, 0, 'connectless-test'];
  const request = [int16(LEAVE_GROUP), int16(version), int32(correlation), text(client)];
  const frame = Buffer.concat([...request, text(group), text(member)]);
  socket.write(Buffer.concat([int32(frame.length), frame]));
  await once(socket, 'data');
  socket.destroy();
};

const text = (value: string): Buffer => Buffer.concat([int16(value.length), Buffer.from(value)]);

const int16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
};

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
