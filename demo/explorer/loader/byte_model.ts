import { chanceAfter, followed, HISTORIES } from "./bit_history.ts";

/**
 * Predicts a text bit by bit, so that each bit costs as much as it surprises. What packs the script of the page and what unpacks it
 * in the browser ask this one model, so the two cannot disagree.
 *
 * Every prediction is a mixture. A context is a hash of what came before: the last bytes, the word that is being written, the bracket
 * it is in. For each context a table holds the last bits that followed it, and another says how often a 1 comes after such a
 * history. A match model adds what followed the last time that the same bytes were written. Three sets of weights, each picked by
 * what is being written, mix these opinions, and a fourth mixes the three; all of them learn from each bit who was right. Last, a
 * table corrects the mixture by what came of such mixtures before.
 *
 * Its numbers are the same in every browser: integers, and sums, products, quotients and roundings of floating-point numbers, which
 * ECMAScript defines to the last bit. It calls no function whose last bit an engine may choose, such as `Math.exp`.
 */
export interface ByteModel {
  /** The bytes, as far as their bits were learned. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The probability that the next bit is a 1, in 65536ths, from 1 to 65535. The high bit of a byte comes first. */
  predict(): number;
  /** Takes what the bit was, after each prediction. */
  learn(bit: number): void;
}

/** Contexts whose opinions are mixed. Six more would save 950 bytes of the page, and take as long again to unpack. */
const CONTEXTS = 12;
/** Opinions: of the contexts, two of the match model, and a constant. */
const OPINIONS = CONTEXTS + 3;
/** Each context has a table with an index of this many bits: groups of 16, a check and one entry for each state of half a byte. */
const TABLE_BITS = 20;
/** Entries for the histories of a context, a power of two. */
const SPAN = 2048;
/** The match model hashes so many bytes, and so many bits of the hash count. */
const MATCH_BYTES = 5;
const MATCH_BITS = 18;
/** Corrections have values at this many points of the mixture. */
const POINTS = 33;
/** How fast weights and corrections learn. */
const WEIGHT_RATE = 0.006;
const LAST_WEIGHT_RATE = 0.002;
const CORRECTION_RATE = 0.02;
const MATCH_RATE = 0.015;
/** Opinions and mixtures are logits within this. */
const LOGIT_MAX = 7.99;
/** What is no surprise teaches no weight, which saves time: an error, times their rate. */
const ERROR_MIN = WEIGHT_RATE * 0.02;
/** e^(1/256), to the double. */
const E_256TH = 1.0039138893383475;

/**
 * Makes a model that has seen nothing.
 *
 * @param length bytes of the text
 */
export function byteModel(length: number): ByteModel {
  const mul = Math.imul;
  // Tables of the logistic function and of its inverse.
  const squashes = new Float64Array(4097);
  let power = 1;
  for (let n = 0; n <= 2048; n++) {
    squashes[2048 + n] = power / (1 + power);
    squashes[2048 - n] = 1 / (1 + power);
    power *= E_256TH;
  }
  const stretches = new Float32Array(4096);
  let below = 0;
  for (let n = 0; n < 4096; n++) {
    const p = (n + 0.5) / 4096;
    while (below < 4095 && squashes[below + 1] < p) below++;
    stretches[n] = clamp((below - 2048 + (p - squashes[below]) / (squashes[below + 1] - squashes[below])) / 256);
  }
  const squash = (logit: number) => {
    const at = (logit + 8) * 256;
    const n = at | 0;
    return squashes[n] + (squashes[n + 1] - squashes[n]) * (at - n);
  };

  // What a history says at first, and then learns, faster at first.
  const chances = new Uint32Array(CONTEXTS * SPAN);
  for (let history = 1; history < HISTORIES; history++) {
    const chance = (chanceAfter(history) * 0x3fffff) << 10;
    for (let n = 0; n < CONTEXTS; n++) chances[n * SPAN + history] = chance;
  }
  const rates = Float64Array.from({ length: 256 }, (_, n) => 1 / (n + 1.5));

  const slots = new Uint16Array(CONTEXTS << TABLE_BITS);
  const pairs = new Uint32Array(slots.buffer);
  const hashes = new Int32Array(CONTEXTS);
  const groups = new Int32Array(CONTEXTS);
  const checks = new Int32Array(CONTEXTS);
  const found = new Int32Array(CONTEXTS);
  const asked = new Int32Array(CONTEXTS);
  const opinions = new Float64Array(OPINIONS);
  const weights = new Float32Array(OPINIONS * 2048).fill(0.16);
  const lastWeights = new Float64Array(3 * 256).fill(1 / 3);
  const matchChances = new Float64Array(32).fill(0.75);
  const matches = new Int32Array(1 << MATCH_BITS);
  const corrections = Float64Array.from(
    { length: 1024 * POINTS },
    (_, n) => squash(clamp(n % POINTS / 2 - 8)),
  );
  // The bytes that followed each pair of bytes, the last four times.
  const followers = new Int32Array(65536);

  const nexts = Uint16Array.from({ length: 2 * HISTORIES }, (_, n) => followed(n >> 1, n & 1));
  const bytes = new Uint8Array(length);
  let at = 0;
  // The bits of this byte after a 1, and how many are left.
  let partial = 1;
  let left = 7;
  // The last four bytes.
  let last = 0;
  // Hash of the word that is being written and its length, and the words before.
  let word = 0;
  let wordLength = 0;
  let word1 = 0;
  let word2 = 0;
  // Kinds of the last tokens: a sign, a word, or any name of one letter.
  let kind1 = 0;
  let kind2 = 0;
  // The quote that a string began with, and the depths of brackets at which templates go on after an expression.
  let quote = 0;
  const templates: number[] = [];
  // The bracket that is open and what it is of, and those around it.
  let bracket = 0;
  const brackets: number[] = [];
  // Where the match model reads, how many bytes have matched, the bit it expects, and how sure it is.
  let matchAt = 0;
  let matched = 0;
  let expected = -1;
  let sureness = 0;
  // Where the weights and the correction of this bit are, and what they said.
  let picked2 = 0;
  let picked3 = 0;
  let part = 0;
  let own = 0;
  let state = 0;
  let dot1 = 0;
  let dot2 = 0;
  let dot3 = 0;
  let mixed = 0;
  let correction = 0;

  /** Hashes the contexts of the byte that comes. */
  function beginByte(): void {
    const last1 = last & 0xff;
    const last2 = last & 0xffff;
    let put = 0;
    const context = (hash: number) => {
      hashes[put] = mul(hash + mul(put + 1, 0x9e3779b1) | 0, 0x2545f491);
      put++;
    };
    const kinds = mul(kind1, 0x123451) + mul(kind2, 0x623451) | 0;
    const inBracket = mul(bracket, 0x3d4d51);
    context(0);
    context(last1);
    context(last2);
    context(last & 0xffffff);
    context(mul(followers[last2], 0x3d4d51) + last1 | 0);
    context(word);
    context(mul(word2, 0x3d4d51) + mul(word, 5) + last1 | 0);
    context(mul(quote, 0x12345) + word | 0);
    context(mul(kind1, 0x123451) + wordLength | 0);
    context(kinds + wordLength | 0);
    context(inBracket + last1 | 0);
    context(inBracket + mul(kind1, 0x6b43a9) + wordLength | 0);
    part = quote > 0 ? 0 : isWordByte(last1) ? 256 : 512;
    picked2 = OPINIONS * (256 + part + last1);
    picked3 = OPINIONS * (1024 + 256 * Math.min(wordLength, 3) + (kind1 >>> 8 > 0 ? 0 : kind1));
  }

  /** Finds the groups of the half of a byte that comes. */
  function beginHalf(): void {
    const half = mul(partial, 0x1f35a7bd);
    for (let n = 0; n < CONTEXTS; n++) {
      let hash = hashes[n] + half | 0;
      hash = mul(hash ^ hash >>> 15, 0x2c1b3c6d);
      hash = mul(hash ^ hash >>> 13, 0x297a2d39);
      hash ^= hash >>> 16;
      const group = (n << TABLE_BITS) + (hash & (1 << TABLE_BITS) - 16);
      groups[n] = group;
      checks[n] = hash >>> 16 | 1;
      found[n] = slots[group];
    }
    // Apart from the loop above, which waits for memory once instead of each time.
    for (let n = 0; n < CONTEXTS; n++) {
      const check = checks[n];
      let group = groups[n];
      if (found[n] !== check) {
        // Its neighbour, or the one of the two that was seen less, which loses it.
        const other = group ^ 16;
        const isOther = slots[other] === check;
        if (isOther || slots[other + 1] < slots[group + 1]) group = other;
        if (!isOther) {
          for (let pair = 0; pair < 8; pair++) pairs[(group >> 1) + pair] = 0;
          slots[group] = check;
        }
      }
      groups[n] = group;
    }
  }

  function predict(): number {
    if (left === 7) beginByte();
    if ((left & 3) === 3) beginHalf();
    own = OPINIONS * partial;
    state = left > 3 ? partial : partial & (1 << 3 - left) - 1 | 1 << 3 - left;
    expected = -1;
    opinions[CONTEXTS] = opinions[CONTEXTS + 1] = 0;
    opinions[CONTEXTS + 2] = 0.3;
    if (matched > 0) {
      const byte = bytes[matchAt] | 256;
      if (byte >> left + 1 === partial) {
        expected = byte >> left & 1;
        sureness = matched < 16 ? matched : Math.min(15 + (matched - 15 >> 2), 31);
        const p = matchChances[sureness];
        const opinion = stretches[p * 4096 | 0];
        opinions[CONTEXTS] = expected === 1 ? opinion : -opinion;
        opinions[CONTEXTS + 1] = expected === 1 ? p * 4 - 2 : 2 - p * 4;
      } else matched = 0;
    }
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (let n = 0; n < CONTEXTS; n++) {
      const history = slots[groups[n] + state];
      const index = n * SPAN + history;
      const opinion = history > 0 ? stretches[chances[index] >>> 20] : 0;
      asked[n] = index;
      opinions[n] = opinion;
      sum1 += weights[own + n] * opinion;
      sum2 += weights[picked2 + n] * opinion;
      sum3 += weights[picked3 + n] * opinion;
    }
    for (let n = CONTEXTS; n < OPINIONS; n++) {
      sum1 += weights[own + n] * opinions[n];
      sum2 += weights[picked2 + n] * opinions[n];
      sum3 += weights[picked3 + n] * opinions[n];
    }
    dot1 = clamp(sum1);
    dot2 = clamp(sum2);
    dot3 = clamp(sum3);
    const last3 = partial * 3;
    const logit = clamp(lastWeights[last3] * dot1 + lastWeights[last3 + 1] * dot2 + lastWeights[last3 + 2] * dot3);
    mixed = squash(logit);
    const point = (logit + 8) * 2;
    const below = point | 0;
    const over = point - below;
    const at = (part + partial) * POINTS + below;
    correction = over > 0.5 ? at + 1 : at;
    const p = (mixed + corrections[at] * (1 - over) + corrections[at + 1] * over) * 32768 | 0;
    return p < 1 ? 1 : p > 65535 ? 65535 : p;
  }

  function learn(bit: number): void {
    corrections[correction] += (bit - corrections[correction]) * CORRECTION_RATE;
    const error = (bit - mixed) * LAST_WEIGHT_RATE;
    lastWeights[partial * 3] += error * dot1;
    lastWeights[partial * 3 + 1] += error * dot2;
    lastWeights[partial * 3 + 2] += error * dot3;
    const error1 = (bit - squash(dot1)) * WEIGHT_RATE;
    const error2 = (bit - squash(dot2)) * WEIGHT_RATE;
    const error3 = (bit - squash(dot3)) * WEIGHT_RATE;
    const isSurprise = Math.max(error1, error2, error3) > ERROR_MIN || Math.min(error1, error2, error3) < -ERROR_MIN;
    for (let n = isSurprise ? 0 : OPINIONS; n < OPINIONS; n++) {
      const opinion = opinions[n];
      weights[own + n] += error1 * opinion;
      weights[picked2 + n] += error2 * opinion;
      weights[picked3 + n] += error3 * opinion;
    }
    const all = bit << 22;
    for (let n = 0; n < CONTEXTS; n++) {
      const index = asked[n];
      const history = index % SPAN;
      const chance = chances[index];
      const times = chance & 1023;
      chances[index] = chance + ((all - (chance >>> 10)) * rates[times] << 10) + (times < 255 ? 1 : 0);
      slots[groups[n] + state] = nexts[history << 1 | bit];
    }
    if (expected >= 0) {
      matchChances[sureness] += ((expected === bit ? 1 : 0) - matchChances[sureness]) * MATCH_RATE;
      if (expected !== bit) matched = 0;
    }
    partial = partial * 2 + bit;
    if (left-- === 0) endByte();
  }

  /** Takes the byte that is whole. */
  function endByte(): void {
    const byte = bytes[at] = partial & 0xff;
    partial = 1;
    left = 7;
    followers[last & 0xffff] = followers[last & 0xffff] << 8 | byte;
    last = last << 8 | byte;
    if (isWordByte(byte)) {
      word = mul(word + byte | 0, 0x2f0b4c47);
      wordLength++;
    } else {
      if (wordLength > 0) {
        word2 = word1;
        word1 = word;
        kind2 = kind1;
        kind1 = wordLength > 1 ? word : 1;
        word = wordLength = 0;
      }
      kind2 = kind1;
      kind1 = byte;
      const before = last >>> 8 & 0xff;
      // A double quote or a backquote, as minified code has no other; in a template, ${ and } hold code.
      if (byte === 34 || byte === 96) quote = quote === 0 ? byte : quote === byte ? 0 : quote;
      if (quote === 96 && byte === 123 && before === 36) {
        templates.push(brackets.length);
        quote = 0;
      } else if (quote === 0 && byte === 125 && templates.at(-1) === brackets.length - 1) {
        templates.pop();
        quote = 96;
      }
      if (byte === 40 || byte === 91 || byte === 123) {
        brackets.push(bracket);
        bracket = byte + mul(word1, 0x9e37) + mul(before, 7) | 0;
      } else if (byte === 41 || byte === 93 || byte === 125) bracket = brackets.pop() ?? 0;
    }
    if (matched > 0) {
      matchAt++;
      if (matched < 999) matched++;
    }
    if (at + 1 >= MATCH_BYTES) {
      let hash = 0;
      for (let n = 0; n < MATCH_BYTES; n++) hash = mul(hash + bytes[at - n] + 1 | 0, 0x2c9277b5);
      hash >>>= 32 - MATCH_BITS;
      if (matched === 0) {
        matchAt = matches[hash];
        while (matched < 32 && matched < matchAt && bytes[at - matched] === bytes[matchAt - 1 - matched]) matched++;
        if (matched < MATCH_BYTES) matched = 0;
      }
      matches[hash] = at + 1;
    }
    at++;
  }

  return { bytes, predict, learn };
}

/** Whether a byte is part of a word: a letter, a digit, `_`, `$`, or part of a character beyond ASCII. */
function isWordByte(byte: number): boolean {
  return byte >= 97 && byte <= 122 || byte >= 65 && byte <= 90 || byte >= 48 && byte <= 57 || byte === 95 ||
    byte === 36 ||
    byte > 127;
}

function clamp(logit: number): number {
  return logit > LOGIT_MAX ? LOGIT_MAX : logit < -LOGIT_MAX ? -LOGIT_MAX : logit;
}
