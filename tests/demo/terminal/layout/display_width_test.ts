import { assertEquals } from "@std/assert";
import { it } from "@std/testing/bdd";
import {
  charactersWithin,
  cut,
  displayWidth,
  padEnd,
  padStart,
} from "../../../../demo/terminal/layout/display_width.ts";
import { alignTable, hang, wrap } from "../../../../demo/terminal/layout/layout.ts";

it("displayWidth counts the columns that a terminal gives to a text", () => {
  const widths: [text: string, width: number][] = [
    ["", 0],
    ["risk 1.5 µs … ▇▁┤→≤", 19],
    ["名前", 4],
    ["실행", 4],
    ["ｺﾝｼｭｰﾏ", 6],
    ["コンシューマー", 14],
    ["🙂", 2],
    ["e\u0301", 1],
    ["Ωж", 2],
    ["（全角）", 8],
  ];
  for (const [text, width] of widths) assertEquals(displayWidth(text), width, text);
});

it("what is fitted into lines is fitted by columns, whatever it is written in", () => {
  assertEquals([padEnd("名", 4), padStart("名", 4), padEnd("abcde", 3)], ["名  ", "  名", "abcde"]);
  assertEquals([cut("名前名前", 8), cut("名前名前", 7), cut("abcdef", 4)], ["名前名前", "名前名…", "abc…"]);
  assertEquals(charactersWithin([..."名a名"], 4), ["名", "a"]);
  assertEquals(wrap("名前 名前 ab", 7), ["名前", "名前 ab"]);
  assertEquals(hang("名: ", ["a", "b"]), ["名: a", "    b"]);
  assertEquals(alignTable([["", "名前"], ["ab", "1"]]), ["    名前", "ab     1"]);
});
