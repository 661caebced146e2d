/**
 * The 64-bit FNV-1a hash of a stream of bytes, in plain integer arithmetic: the same on every machine.
 *
 * It is not cryptographic. It tells two records apart that differ by accident, which is all that a replay needs.
 */
export class Fnv1a {
  private _high = OFFSET_HIGH;
  private _low = OFFSET_LOW;

  /** Adds one byte, 0 to 255. */
  addByte(byte: number): void {
    const low = (this._low ^ byte) >>> 0;
    // The prime is 2⁴⁰ + 0x1b3. Both products stay below 2⁴¹, hence exact.
    const product = low * PRIME_LOW;
    const carry = Math.floor(product / WORD);
    this._high = (this._high * PRIME_LOW + carry + ((low << 8) >>> 0)) >>> 0;
    this._low = product >>> 0;
  }

  /** Adds the low 32 bits of a number as four bytes, the lowest first. */
  addWord(word: number): void {
    this.addByte(word & 0xff);
    this.addByte((word >>> 8) & 0xff);
    this.addByte((word >>> 16) & 0xff);
    this.addByte(word >>> 24);
  }

  /** Adds a whole number below 2⁵³ as the eight bytes of its value, the lowest first. */
  addInteger(value: number): void {
    this.addWord(value);
    this.addWord(Math.floor(value / WORD));
  }

  /** Adds a text as its UTF-8 bytes. */
  addText(text: string): void {
    const bytes = new TextEncoder().encode(text);
    for (let n = 0; n < bytes.length; n++) this.addByte(bytes[n]);
  }

  /** The hash so far: 16 hexadecimal digits. */
  get hex(): string {
    return hexWord(this._high) + hexWord(this._low);
  }
}

/** Where the hash begins: 0xcbf29ce484222325. */
const OFFSET_HIGH = 0xcbf29ce4;
const OFFSET_LOW = 0x84222325;
/** The low word of the prime 0x100000001b3. */
const PRIME_LOW = 0x1b3;
const WORD = 2 ** 32;

function hexWord(word: number): string {
  return word.toString(16).padStart(8, "0");
}
