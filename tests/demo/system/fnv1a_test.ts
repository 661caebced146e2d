import { assertEquals, assertNotEquals } from "@std/assert";
import { Fnv1a } from "../../../demo/system/fnv1a.ts";

function hashOf(text: string): string {
  const hash = new Fnv1a();
  hash.addText(text);
  return hash.hex;
}

// The vectors that the authors of FNV publish.
Deno.test("Fnv1a is the 64-bit FNV-1a hash", () => {
  assertEquals(hashOf(""), "cbf29ce484222325");
  assertEquals(hashOf("a"), "af63dc4c8601ec8c");
  assertEquals(hashOf("b"), "af63df4c8601f1a5");
  assertEquals(hashOf("foobar"), "85944171f73967e8");
  assertEquals(hashOf("chongo was here!\n"), "46810940eff5f915");
});

Deno.test("Fnv1a.addInteger adds the eight bytes of a number, the lowest first", () => {
  for (const value of [0, 1, 255, 2 ** 31, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER]) {
    const one = new Fnv1a();
    one.addInteger(value);
    const other = new Fnv1a();
    for (let n = 0n; n < 8n; n++) other.addByte(Number(BigInt(value) >> (8n * n) & 0xffn));
    assertEquals(one.hex, other.hex);
  }
});

Deno.test("Fnv1a depends on the order", () => {
  assertNotEquals(hashOf("ab"), hashOf("ba"));
});
