import { assertEquals } from "@std/assert";
import { layOutJson } from "../../../../demo/terminal/layout/json_layout.ts";

Deno.test("layOutJson has a line for each key, and one for each list of plain values", () => {
  assertEquals(
    layOutJson({ a: 1, b: [1, 2], c: { d: null } }),
    '{\n  "a": 1,\n  "b": [1,2],\n  "c": {\n    "d": null\n  }\n}\n',
  );
});

Deno.test("layOutJson leaves out what is undefined, as JSON does, and writes what is empty in one word", () => {
  const value = { a: undefined, b: {}, c: [], d: { e: undefined } };
  const text = layOutJson(value);
  assertEquals(text, '{\n  "b": {},\n  "c": [],\n  "d": {}\n}\n');
  assertEquals(JSON.parse(text), JSON.parse(JSON.stringify(value)));
});
