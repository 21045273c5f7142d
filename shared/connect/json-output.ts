/** JSON that grows at its end. Bytes one by one are quicker than texts that are joined and then encoded. */
export type JsonOutput = { bytes: Buffer; length: number };

/** Most documents of devices fit; for a longer one it grows. */
const FIRST_SIZE = 1024;
/** What is longer is quicker copied as a whole. */
const LONG = 64;
const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/** The bytes of what `write` appends. */
export const jsonBytes = (write: (output: JsonOutput) => JsonOutput): Buffer => {
  const { bytes, length } = write({ bytes: Buffer.allocUnsafe(FIRST_SIZE), length: 0 });
  return bytes.subarray(0, length);
};

/** Appends one ASCII character by its code. */
export const appendCode = (output: JsonOutput, code: number): JsonOutput => {
  reserve(output, 1)[output.length] = code;
  output.length += 1;
  return output;
};

/** Appends text as it is. */
export const appendText = (output: JsonOutput, text: string): JsonOutput => {
  const bytes = reserve(output, text.length);
  const start = output.length;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0x80) return appendUtf8(output, text);
    bytes[start + at] = code;
  }
  output.length = start + text.length;
  return output;
};

/** Appends some of other bytes. */
export const appendBytes = (
  output: JsonOutput,
  source: Buffer,
  start: number,
  end: number,
): JsonOutput => {
  const bytes = reserve(output, end - start);
  const offset = output.length - start;
  if (end - start > LONG) source.copy(bytes, output.length, start, end);
  else for (let at = start; at < end; at += 1) bytes[offset + at] = source[at] ?? 0;
  output.length += end - start;
  return output;
};

/** Appends text in quotes. Most is ASCII without escapes; of any other, `quote` makes the JSON. */
export const appendQuoted = (
  output: JsonOutput,
  text: string,
  quote: (text: string) => string,
): JsonOutput => {
  const bytes = reserve(output, text.length + 2);
  const start = output.length + 1;
  if (!writePlain(bytes, start, text)) return appendUtf8(output, quote(text));
  bytes[start - 1] = QUOTE;
  bytes[start + text.length] = QUOTE;
  output.length = start + text.length + 1;
  return output;
};

/** Appends a separator, the name of a member and its colon: all in one, since this is done most often. */
export const appendName = (
  output: JsonOutput,
  separator: number,
  name: string,
  quote: (text: string) => string,
): JsonOutput => {
  const bytes = reserve(output, name.length + 4);
  const start = output.length + 2;
  bytes[start - 2] = separator;
  if (!writePlain(bytes, start, name)) {
    output.length += 1;
    return appendUtf8(output, `${quote(name)}:`);
  }
  bytes[start - 1] = QUOTE;
  bytes[start + name.length] = QUOTE;
  bytes[start + name.length + 1] = COLON;
  output.length = start + name.length + 2;
  return output;
};

/** Writes text as far as it stands for itself in JSON and in one byte each; whether that was all. */
const writePlain = (bytes: Buffer, start: number, text: string): boolean => {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (!standsForItself(code)) return false;
    bytes[start + at] = code;
  }
  return true;
};

const standsForItself = (code: number): boolean =>
  code >= 0x20 && code < 0x80 && code !== QUOTE && code !== BACKSLASH;

const appendUtf8 = (output: JsonOutput, text: string): JsonOutput => {
  const bytes = reserve(output, Buffer.byteLength(text));
  output.length += bytes.write(text, output.length);
  return output;
};

/** The output's bytes, with room for some more. */
const reserve = (output: JsonOutput, size: number): Buffer => {
  const { bytes, length } = output;
  if (length + size <= bytes.length) return bytes;
  const longer = Buffer.allocUnsafe(2 * (length + size));
  bytes.copy(longer, 0, 0, length);
  output.bytes = longer;
  return longer;
};
