import type { ByteSource } from "./byte_source.ts";

/**
 * Looks at how a file begins.
 *
 * @param source the file, of which nothing has been read
 * @param most how many bytes to look at
 * @returns its first bytes, fewer if it is shorter, and the whole file, those among them
 */
export function peek(source: ByteSource, most: number): { readonly bytes: Uint8Array; readonly whole: ByteSource } {
  const beginning = new Uint8Array(most);
  let count = 0;
  while (count < most) {
    const more = source.read(beginning.subarray(count));
    if (more === 0) break;
    count += more;
  }
  const bytes = beginning.subarray(0, count);
  return { bytes, whole: behind(bytes, source) };
}

/** A source whose first bytes were read already. */
function behind(bytes: Uint8Array, source: ByteSource): ByteSource {
  let left = bytes;
  return {
    name: source.name,
    read(buffer) {
      if (left.length === 0) return source.read(buffer);
      const part = left.subarray(0, buffer.length);
      buffer.set(part);
      left = left.subarray(part.length);
      return part.length;
    },
    close: () => source.close(),
  };
}
