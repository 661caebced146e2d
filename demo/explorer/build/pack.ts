import { byteModel } from "../loader/byte_model.ts";
import { teach, UNPACKED_BYTES_MAX } from "../loader/unpack.ts";

/**
 * Packs bytes for `unpack`, which the page carries.
 *
 * The page has to be one small file, and most of it is a script of which a browser's own decompression leaves about 35 %. With this
 * it is about 23 %, for the price of some 3 kB to unpack it, and of about a second after the page is seen. No browser has a
 * better decompression that works offline, in one file, and without a permission in its content security policy.
 *
 * @param bytes fewer than {@linkcode UNPACKED_BYTES_MAX}
 * @param known a text that whoever unpacks has as well: what is like it costs less. Default: none
 * @returns three bytes of length, the low one first, and the code
 * @throws {RangeError} if there are more
 */
export function pack(bytes: Uint8Array, known: Uint8Array = new Uint8Array()): Uint8Array<ArrayBuffer> {
  const { length } = bytes;
  if (length >= UNPACKED_BYTES_MAX) {
    throw new RangeError(`Cannot pack bytes: there must be fewer than ${UNPACKED_BYTES_MAX}, got ${length}`);
  }
  const packed = [length, length >>> 8, length >>> 16];
  const model = byteModel(known.length + length);
  teach(model, known);
  let low = 0;
  let high = 0xffffffff;
  for (const byte of bytes) {
    for (let left = 7; left >= 0; left--) {
      const middle = low + Math.floor((high - low) * model.predict() / 65536);
      const bit = byte >> left & 1;
      if (bit === 1) high = middle;
      else low = middle + 1;
      while ((low ^ high) >>> 24 === 0) {
        packed.push(high >>> 24);
        low = low << 8 >>> 0;
        high = (high << 8 | 255) >>> 0;
      }
      model.learn(bit);
    }
  }
  // What is missing at the end reads as zeros: one byte more tells a number of the interval from all others, unless 0 does.
  if (low > 0) packed.push((low >>> 24) + 1);
  return Uint8Array.from(packed);
}
