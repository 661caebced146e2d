import type { ByteSource } from "../../../../../demo/system/mod.ts";

/** A source that gives at most so many bytes at a time, so that a buffer may end anywhere. */
export function chopped(name: string, bytes: Uint8Array, most: number): ByteSource {
  let at = 0;
  return {
    name,
    read(buffer) {
      const part = bytes.subarray(at, at + Math.min(most, buffer.length));
      buffer.set(part);
      at += part.length;
      return part.length;
    },
    close() {},
  };
}
