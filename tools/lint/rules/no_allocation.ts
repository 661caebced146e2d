import { bare, globalName, isInType, memberName, type Report, type Rule } from "../_rule.ts";
import { type FunctionNode, type Node, parentOf } from "../source/nodes.ts";
import type { SourceFile } from "../source/source_file.ts";

/** Methods of the language's own objects that answer with a new object or string. */
const ALLOCATING_METHODS = new Set([
  "bind",
  "concat",
  "entries",
  "filter",
  "flat",
  "flatMap",
  "from",
  "join",
  "map",
  "matchAll",
  "of",
  "padEnd",
  "padStart",
  "repeat",
  "replace",
  "replaceAll",
  "slice",
  "split",
  "subarray",
  "substring",
  "toFixed",
  "toLowerCase",
  "toReversed",
  "toSorted",
  "toSpliced",
  "toString",
  "toUpperCase",
  "trim",
]);

/** Globals whose call, or the call of whose members, makes an object or a string. */
const ALLOCATING_GLOBALS = new Set([
  "Array",
  "Error",
  "JSON",
  "Object",
  "RangeError",
  "String",
  "Symbol",
  "TypeError",
  "structuredClone",
]);

/** Members of those globals that make nothing. */
const HARMLESS = new Set(["hasOwn", "is", "isArray", "isFrozen", "isSealed"]);

/** No expression that makes an object, an array, a function or a string. */
export const noAllocation: Rule = {
  name: "no-allocation",
  cost: "32 to 488 bytes an event, unless the optimiser happens to remove it",
  check(file, report) {
    const inHot = (message: string) => (node: Node) => {
      if (file.isHot(node) && !isInType(node)) report(node, message);
    };
    const pattern = inHot("Destructuring needs an object or an iterator to take apart; read the members one by one.");
    const klass = inHot("A class made here is made for every event; move it to the top level of the module.");
    const closure = (node: FunctionNode) => checkFunction(file, report, node);
    return {
      ObjectExpression: inHot(
        "An object literal allocates; write into memory that the constructor allocated, and answer with an index.",
      ),
      ArrayExpression: inHot(
        "An array literal allocates; write into a typed array that the constructor allocated, and answer with an index.",
      ),
      NewExpression: inHot("`new` allocates; make the object in the constructor, or in a `@cold` function."),
      SpreadElement(node) {
        // The range of this node may end behind the dots, so it is made from its ends.
        const range: Deno.lint.Range = [node.range[0], node.argument.range[1]];
        if (file.isHot(node)) {
          report(range, "Spreading copies through an iterator; pass the values one by one, or an index.");
        }
      },
      RestElement(node) {
        if (file.isHot(node) && !isInType(node)) {
          report(node, "A rest element collects into a new array; name the parameters, or pass a view and an offset.");
        }
      },
      ObjectPattern: pattern,
      ArrayPattern: pattern,
      ForOfStatement: inHot("`for...of` makes an iterator and its results; count an index instead."),
      ForInStatement: inHot("`for...in` collects the keys first; count an index over an array instead."),
      ClassDeclaration: klass,
      ClassExpression: klass,
      FunctionDeclaration: closure,
      FunctionExpression: closure,
      ArrowFunctionExpression: closure,
      TemplateLiteral(node) {
        if (node.expressions.length === 0 || parentOf(node)?.type === "TaggedTemplateExpression") return;
        if (file.isHot(node) && !isInType(node)) {
          report(node, "A template literal makes a string; build text in a `@cold` function, and keep codes here.");
        }
      },
      TaggedTemplateExpression: inHot("A tagged template makes arrays and strings; build text in a `@cold` function."),
      Literal(node) {
        if (node.raw.startsWith("/") && file.isHot(node)) {
          report(node, "A regular expression literal makes an object; make it at the top level of the module.");
        }
      },
      Identifier(node) {
        if (node.name === "arguments" && file.isHot(node) && file.isGlobal(node)) {
          report(node, "`arguments` is an object made for this call; name the parameters.");
        }
      },
      BinaryExpression(node) {
        if (node.operator !== "+" || !(isText(node.left) || isText(node.right)) || !file.isHot(node)) return;
        const parent = parentOf(node);
        if (parent?.type === "BinaryExpression" && parent.operator === "+") return; // Reported as a whole.
        report(node, "Joining text makes a string; build text in a `@cold` function, and keep codes here.");
      },
      AssignmentExpression(node) {
        if (node.operator === "+=" && isText(node.right) && file.isHot(node)) {
          report(node, "Joining text makes a string; build text in a `@cold` function, and keep codes here.");
        }
      },
      CallExpression(node) {
        if (!file.isHot(node)) return;
        const name = allocatingCallee(file, bare(node.callee));
        if (name !== null) {
          report(node, `\`${name}\` makes a new object or string; write into memory that exists, in a counted loop.`);
        }
      },
    };
  },
};

function checkFunction(file: SourceFile, report: Report, node: FunctionNode): void {
  if (node.generator && file.isDeclaredHot(node)) {
    report(node, "A generator makes an object for every call and every value; keep the position in a field, and poll.");
  }
  const parent = parentOf(node);
  // The object or class around a method is reported itself.
  const isMember = parent?.type === "MethodDefinition" ||
    parent?.type === "Property" && (parent.method || parent.kind !== "init");
  if (!isMember && file.isHot(node)) {
    report(
      node,
      "A function made here is a closure for every event; make it a method, or at the top level of the module.",
    );
  }
}

/** Whether an expression can be told to be text by its form. */
function isText(expression: Node): boolean {
  const node = bare(expression);
  if (node.type === "TemplateLiteral") return true;
  if (node.type === "Literal") return typeof node.value === "string";
  if (node.type === "UnaryExpression") return node.operator === "typeof";
  return node.type === "BinaryExpression" && node.operator === "+" && (isText(node.left) || isText(node.right));
}

function allocatingCallee(file: SourceFile, callee: Node): string | null {
  const direct = globalName(file, callee);
  if (direct !== null && ALLOCATING_GLOBALS.has(direct)) return direct;
  if (callee.type !== "MemberExpression") return null;
  const name = memberName(callee);
  if (name === null) return null;
  const object = globalName(file, callee.object);
  if (object !== null && ALLOCATING_GLOBALS.has(object)) return HARMLESS.has(name) ? null : `${object}.${name}`;
  return ALLOCATING_METHODS.has(name) ? name : null;
}
