import { type ByteModel, byteModel } from "./byte_model.ts";

/** Most bytes that are packed, or unpacked. */
export const UNPACKED_BYTES_MAX = 2 ** 24;

/**
 * Unpacks what `pack` has packed. What is damaged unpacks to something else, and the caller is to find that out: the page has the
 * browser compare its hash.
 *
 * @param packed three bytes of length, the low one first, and the code
 * @param known the text that it was packed with knowledge of. Default: none
 * @returns the bytes
 */
export function unpack(packed: Uint8Array, known: Uint8Array = new Uint8Array()): Uint8Array<ArrayBuffer> {
  const length = packed[0] | packed[1] << 8 | packed[2] << 16;
  const model = byteModel(known.length + length);
  const { bytes, predict, learn } = model;
  teach(model, known);
  // An interval of the numbers of 32 bits. Each bit takes its share of it, and the code is a number in what is left.
  let low = 0;
  let high = 0xffffffff;
  let code = 0;
  let at = 3;
  for (; at < 7; at++) code = (code << 8 | packed[at]) >>> 0;
  for (let n = 0; n < length; n++) {
    for (let bits = 0; bits < 8; bits++) {
      const middle = low + Math.floor((high - low) * predict() / 65536);
      const bit = code <= middle ? 1 : 0;
      if (bit === 1) high = middle;
      else low = middle + 1;
      // The leading bytes that are decided.
      while ((low ^ high) >>> 24 === 0) {
        low = low << 8 >>> 0;
        high = (high << 8 | 255) >>> 0;
        code = (code << 8 | packed[at++]) >>> 0;
      }
      learn(bit);
    }
  }
  return bytes.subarray(known.length);
}

/** Shows a model a text that is known, so that what is like it costs less. */
export function teach({ predict, learn }: ByteModel, known: Uint8Array): void {
  for (const byte of known) {
    for (let left = 7; left >= 0; left--) {
      predict();
      learn(byte >> left & 1);
    }
  }
}
