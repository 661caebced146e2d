/**
 * Bytes of a file, one buffer after the other. The readers of recordings do no input of their own, so that they work with a
 * file, a download or an array alike.
 *
 * @experimental
 */
export interface ByteSource {
  /** Name for messages: the path of the file. */
  readonly name: string;
  /**
   * Reads the next bytes into a buffer, from its beginning.
   *
   * @returns how many, at least 1; 0 at the end, and only there
   */
  read(buffer: Uint8Array): number;
  /** Lets go of what is open. May be called more than once. */
  close(): void;
}

/**
 * Bytes that are in memory already.
 *
 * @param name name for messages
 * @experimental
 */
export function sourceOfBytes(name: string, bytes: Uint8Array): ByteSource {
  let at = 0;
  return {
    name,
    read(buffer) {
      const part = bytes.subarray(at, at + buffer.length);
      buffer.set(part);
      at += part.length;
      return part.length;
    },
    close() {},
  };
}
