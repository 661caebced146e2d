import { assert, assertEquals } from "@std/assert";
import { describeSpecification } from "../../../config/specification/describe_specification.ts";
import { KEY_TEXTS } from "../../../config/specification/key_texts.ts";
import type { Shape } from "../../../config/specification/rules/rule.ts";
import { SYSTEM } from "../../../config/specification/rules/system_rules.ts";

/** Every object that the rules lead to, by id. */
function objectsOf(shape: Shape, found = new Map<string, Extract<Shape, { is: "object" }>>()) {
  if (shape.is === "list") objectsOf(shape.item, found);
  if (shape.is === "any") { for (const one of shape.of) objectsOf(one, found); }
  if (shape.is === "object" && !found.has(shape.id)) {
    found.set(shape.id, shape);
    for (const { rule } of shape.keys.values()) objectsOf(rule.shape, found);
  }
  return found;
}

Deno.test("every key of a specification has its text, and no text is of no key", () => {
  const objects = objectsOf(SYSTEM.system.shape);
  assertEquals(Object.keys(KEY_TEXTS).sort(), [...objects.keys()].sort());
  for (const [id, { keys }] of objects) {
    assertEquals(Object.keys(KEY_TEXTS[id]), [...keys.keys()], id);
    for (const [name, { missing }] of keys) {
      const [sentence, otherwise] = KEY_TEXTS[id][name];
      assert(/^[^\n]+\.$/.test(sentence), `${id}.${name}: ${sentence}`);
      assertEquals(otherwise !== undefined, missing === "allowed", `${id}.${name}`);
    }
  }
});

Deno.test("every object of a specification is described, once", () => {
  assertEquals(describeSpecification().map(({ id }) => id).sort(), [...objectsOf(SYSTEM.system.shape).keys()].sort());
});
