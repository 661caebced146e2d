import { assertEquals } from "@std/assert";
import { replayWords } from "../../../../demo/terminal/files/replay_words.ts";

Deno.test("replayWords leaves out files that are written, in either form, and nothing else", () => {
  const words = (line: string) => replayWords(line.split(" ")).join(" ");
  assertEquals(words("balanced --html a.html --steps 5"), "balanced --steps 5");
  assertEquals(words("balanced --html=a.html --timeline - --steps=5"), "balanced --steps=5");
  assertEquals(words("--metrics-file m.prom --metrics-label a=b --metrics-label c=d fan-out"), "fan-out");
  assertEquals(words("--html - --html a b"), "b");
  assertEquals(words("balanced --json --inject 5:activate"), "balanced --inject 5:activate");
  assertEquals(words("balanced --htmlx a"), "balanced --htmlx a");
});
