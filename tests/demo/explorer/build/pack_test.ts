import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { pack } from "../../../../demo/explorer/build/pack.ts";
import { byteModel } from "../../../../demo/explorer/loader/byte_model.ts";
import { unpack, UNPACKED_BYTES_MAX } from "../../../../demo/explorer/loader/unpack.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const CODE = utf8(`class Ring{constructor(t){this.head=0;this.mask=t-1}publish(){return this.head++}};`.repeat(60));

Deno.test("pack: what is packed unpacks to the same bytes", () => {
  const texts = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ unit: "grapheme", maxLength: 200 }).map(utf8),
    fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 3_000 })).map(([byte, length]) =>
      new Uint8Array(length).fill(byte)
    ),
    fc.array(
      fc.constantFrom("let a=", "b.c(d)", "{", "}", "[", "]", "(", ")", '"', "`", "\\", "é", "\u{1F600}", "\0"),
      {
        maxLength: 200,
      },
    ).map((parts) => utf8(parts.join(""))),
  );
  // A model has tables of many megabytes, so there are few runs; a failure prints its seed.
  fc.assert(fc.property(texts, (bytes) => assertEquals(unpack(pack(bytes)), bytes)), { numRuns: 25 });
});

Deno.test("pack: the edges of a text", () => {
  for (
    const bytes of [[], [0], [255], [0, 0, 0, 0], [255, 255, 255, 255], [128], [1, 0], ...[1, 2, 3].map((n) => [n])]
  ) {
    assertEquals([...unpack(pack(Uint8Array.from(bytes)))], bytes);
  }
  assertEquals(pack(new Uint8Array()).length, 3);
});

Deno.test("pack: code takes much less than random bytes, which take hardly more than they are", () => {
  const random = Uint8Array.from({ length: 4_000 }, (_, n) => Math.imul(n + 1, 0x9e3779b1) * 31 >>> 13);
  const packed = pack(CODE);
  assert(packed.length < CODE.length / 20, `${packed.length} of ${CODE.length}`);
  assert(pack(random).length < random.length * 1.1, `${pack(random).length} of ${random.length}`);
  assertEquals(unpack(packed), CODE);
});

Deno.test("pack: what is damaged unpacks to something else, of the same length, and ends", () => {
  const packed = pack(CODE);
  for (const at of [3, 5, packed.length >> 1, packed.length - 2]) {
    const damaged = packed.slice();
    damaged[at] ^= 1;
    const bytes = unpack(damaged);
    assertEquals(bytes.length, CODE.length);
    assert(bytes.some((byte, n) => byte !== CODE[n]), `byte ${at}`);
  }
  assertEquals(unpack(packed.subarray(0, 10)).length, CODE.length);
});

Deno.test("pack: what is like a text that both sides know costs less, and needs that text", () => {
  const known = utf8("const fresh = numbered(UPPER + LOWER, LOWER); function publish(head) { return head + 1; }");
  const bytes = utf8("function publish(head) { return numbered(head + 1); }");
  const packed = pack(bytes, known);
  assert(packed.length < 0.7 * pack(bytes).length, `${packed.length} of ${pack(bytes).length}`);
  assertEquals(unpack(packed, known), bytes);
  assert(unpack(packed).some((byte, n) => byte !== bytes[n]));
});

Deno.test("pack: more than there can be is refused", () => {
  assertThrows(
    () => pack(new Uint8Array(UNPACKED_BYTES_MAX)),
    RangeError,
    "Cannot pack bytes: there must be fewer than 16777216, got 16777216",
  );
});

Deno.test("byteModel: predictions are the same on every machine", () => {
  // Neither hard nor easy to predict, so that a last bit that differs shows.
  const words = 'let a=b.c(d){}[]"`;return this.head+1,${x}?0:function(e){if(!f)throw new g}'.split(/(?<=\W)/);
  const text = utf8(
    Array.from({ length: 3_000 }, (_, n) => words[Math.imul(n * n, 0x9e3779b1) % words.length] ?? "h").join(""),
  );
  const model = byteModel(text.length);
  let hash = 0;
  let least = 65536;
  let most = 0;
  for (const byte of text) {
    for (let left = 7; left >= 0; left--) {
      const p = model.predict();
      assert(Number.isInteger(p) && p >= 1 && p <= 65535, `${p}`);
      least = Math.min(least, p);
      most = Math.max(most, p);
      hash = Math.imul(hash ^ p, 0x01000193) >>> 0;
      model.learn(byte >> left & 1);
    }
  }
  assert(least < 200 && most > 65336, `from ${least} to ${most}`);
  assertEquals(model.bytes, text);
  assertEquals(hash.toString(16), "d13d88a");
});
