/**
 * SHA-256 (FIPS 180-4), at once: the Web Crypto API has it as a promise only, and a report is written without waiting.
 *
 * @param bytes what to hash, less than 512 megabytes
 * @returns 32 bytes
 */
export function sha256(bytes: Uint8Array): Uint8Array {
  const primes = firstPrimes(64);
  const hash = new Uint32Array(primes.slice(0, 8).map((prime) => fractionOfRoot(prime, 2)));
  const constants = new Uint32Array(primes.map((prime) => fractionOfRoot(prime, 3)));
  const padded = pad(bytes);
  for (let at = 0; at < padded.byteLength; at += BLOCK_BYTES) takeBlock(hash, constants, padded, at);
  const digest = new DataView(new ArrayBuffer(32));
  hash.forEach((word, n) => digest.setUint32(4 * n, word));
  return new Uint8Array(digest.buffer);
}

const BLOCK_BYTES = 64;

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes;
}

/**
 * The first 32 bits of the fractional part of a root of a prime, in integers: how exact a root of floating point is, the
 * language leaves open.
 */
function fractionOfRoot(prime: number, degree: number): number {
  const power = BigInt(prime) << BigInt(32 * degree);
  let [low, high] = [0n, 1n << 40n];
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** BigInt(degree) <= power) low = middle;
    else high = middle;
  }
  return Number(low & 0xffff_ffffn);
}

/** The message, a one, zeros, and its length in bits, up to a whole number of blocks. */
function pad(bytes: Uint8Array): DataView {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / BLOCK_BYTES) * BLOCK_BYTES);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 4, 8 * bytes.length);
  return view;
}

function takeBlock(hash: Uint32Array, constants: Uint32Array, block: DataView, at: number): void {
  const words = new Uint32Array(64);
  for (let n = 0; n < 16; n++) words[n] = block.getUint32(at + 4 * n);
  for (let n = 16; n < 64; n++) {
    const [early, late] = [words[n - 15], words[n - 2]];
    const small = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const large = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    words[n] = words[n - 16] + small + words[n - 7] + large;
  }
  let [a, b, c, d, e, f, g, h] = hash;
  for (let n = 0; n < 64; n++) {
    const one = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + constants[n] + words[n];
    const two = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, n) => hash[n] += word);
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}
