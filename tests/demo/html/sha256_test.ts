import { assertEquals } from "@std/assert";
import { sha256 } from "../../../demo/html/sha256.ts";

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

Deno.test("sha256 is that of the standard's examples", () => {
  const of = (text: string) => hex(sha256(new TextEncoder().encode(text)));
  assertEquals(of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  assertEquals(of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  assertEquals(
    of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  );
});

Deno.test("sha256 is that of the platform, for every length around the blocks", async () => {
  for (let length = 0; length <= 200; length++) {
    const bytes = Uint8Array.from({ length }, (_, n) => (n * 151 + length * 31) & 0xff);
    assertEquals(
      hex(sha256(bytes)),
      hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))),
      `${length} bytes`,
    );
  }
});
