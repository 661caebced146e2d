import { assertEquals } from "@std/assert";
import { shortName } from "../../../../demo/terminal/layout/short_name.ts";

Deno.test("shortName shows nothing that a terminal obeys, and cuts what is long", () => {
  assertEquals([shortName("a\x1bb"), shortName("12345678901234567890"), shortName("123456789012345678901")], [
    "a\\x1bb",
    "12345678901234567890",
    "1234567890…345678901",
  ]);
  assertEquals(shortName("名".repeat(32)), "名名名名名…名名名名");
});
