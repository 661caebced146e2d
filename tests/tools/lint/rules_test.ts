import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import house from "../../../tools/lint/house.ts";
import { RULES } from "../../../tools/lint/plugin.ts";
import law from "../../../docs/hot-path-law.md" with { type: "text" };
import { type Snippet, SNIPPETS } from "./snippets.ts";

/** The reported pieces of source of one rule, in their order in the file. */
function reported(rule: string, file: string, { code, before = {} }: Snippet): string[] {
  const rules = { [rule]: house.rules[rule] };
  for (const [other, text] of Object.entries(before)) {
    assertEquals(Deno.lint.runPlugin({ name: house.name, rules }, other, text), [], `${other}:\n${text}`);
  }
  return Deno.lint.runPlugin({ name: house.name, rules }, file, code)
    .sort((a, b) => a.range[0] - b.range[0])
    .map(({ range }) => code.slice(...range));
}

for (const [rule, { fail, pass }] of Object.entries(SNIPPETS)) {
  Deno.test(`hot-path/${rule} reports what breaks it`, () => {
    for (const { at, file = "core/bus/example.ts", ...snippet } of fail) {
      assertEquals(reported(rule, file, snippet), at, `${file}:\n${snippet.code}`);
    }
  });

  Deno.test(`hot-path/${rule} reports nothing else`, () => {
    for (const { file = "core/bus/example.ts", ...snippet } of pass) {
      assertEquals(reported(rule, file, snippet), [], `${file}:\n${snippet.code}`);
    }
  });
}

Deno.test("every rule has snippets that fail, snippets that pass, and a paragraph in the law", () => {
  assert(RULES.length > 0);
  assertEquals(Object.keys(house.rules), RULES.map(({ name }) => name));
  assertEquals(Object.keys(SNIPPETS).sort(), Object.keys(house.rules).sort());
  const sections = new Map(
    law.split(/^### `hot-path\//m).slice(1).map((section) => {
      const [name, ...text] = section.split("`\n");
      return [name, text.join("`\n").replaceAll(/\s+/g, " ")];
    }),
  );
  assertEquals([...sections.keys()], Object.keys(house.rules), "the law has the rules in the plugin's order");
  for (const { name, cost } of RULES) {
    const { fail, pass } = SNIPPETS[name];
    assert(fail.some(({ at }) => at.length > 0), `${name} has no failing snippet`);
    assert(pass.length > 0, `${name} has no passing snippet`);
    const section = sections.get(name)!;
    assertStringIncludes(section, cost, `the paragraph of ${name} has to say what the rule's hint says`);
    assertStringIncludes(section, "Instead:", `the paragraph of ${name} has to say what to write instead`);
  }
});

Deno.test("every message is one line, and every hint says what a breach costs", () => {
  for (const [rule, { fail }] of Object.entries(SNIPPETS)) {
    for (const { code, file = "core/bus/example.ts" } of fail) {
      const found = Deno.lint.runPlugin({ name: house.name, rules: { [rule]: house.rules[rule] } }, file, code);
      for (const { message, hint } of found) {
        assert(message.endsWith(".") && !message.includes("\n"), message);
        assert(hint?.startsWith("What it costs: "), hint);
      }
    }
  }
});
