import { bare, type Rule } from "../../_rule.ts";
import { type Node, parentOf } from "../../source/nodes.ts";
import type { SourceFile } from "../../source/source_file.ts";

const INSTEAD = "write `declare` and assign it in the constructor, or give it a real initial value such as `= 0`";

/** No class field that begins as `undefined`. */
export const noUninitialisedField: Rule = {
  name: "no-uninitialised-field",
  cost: "16 bytes for each double written to the field, and 8 ns instead of 2",
  check(file, report) {
    function check(node: Node, value: Node | null, type: Deno.lint.TSTypeAnnotation | undefined): void {
      if (!isOfHotClass(file, node)) return;
      const initial = value === null ? null : bare(value);
      if (initial === null || isUndefined(initial)) {
        report(node, `A field that begins as undefined boxes every number it later holds; ${INSTEAD}.`);
      } else if (initial.type === "Literal" && initial.value === null && mentionsNumber(type)) {
        report(
          node,
          "A field that begins as null boxes every number it later holds; begin with a number that means none.",
        );
      }
    }
    return {
      PropertyDefinition(node) {
        if (!node.declare) check(node as Node, node.value, node.typeAnnotation);
      },
      AccessorProperty(node) {
        check(node as unknown as Node, node.value, undefined);
      },
      TSParameterProperty(node) {
        if (isOfHotClass(file, node as unknown as Node)) {
          report(node as unknown as Node, `A parameter property is a field that begins as undefined; ${INSTEAD}.`);
        }
      },
    };
  },
};

/** A class is hot if its own mark or the file says so, or if a mark makes a member of it hot. */
function isOfHotClass(file: SourceFile, node: Node): boolean {
  const mark = file.markOf(node);
  if (mark !== null) return mark === "hot";
  let body = parentOf(node);
  while (body !== null && body.type !== "ClassBody") body = parentOf(body);
  if (body === null) return false;
  return file.isDeclaredHot(body) || body.body.some((member) => file.markOf(member as Node) === "hot");
}

function isUndefined(node: Node): boolean {
  return node.type === "Identifier" && node.name === "undefined" ||
    node.type === "UnaryExpression" && node.operator === "void";
}

function mentionsNumber(type: Deno.lint.TSTypeAnnotation | undefined): boolean {
  const annotation = type?.typeAnnotation;
  return annotation?.type === "TSUnionType" && annotation.types.some(({ type }) => type === "TSNumberKeyword");
}
