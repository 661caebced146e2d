import { bare, globalName, isInType, memberName, type Report, type Rule } from "../../_rule.ts";
import { type FunctionNode, type Node, parentOf } from "../../source/nodes.ts";
import type { SourceFile } from "../../source/source_file.ts";
import { type Kinds, kindsOf, originOf } from "../../source/types.ts";
import {
  getterAllocates,
  GROWS,
  KNOWN_BY_NAME,
  type Verdict,
  verdictOfCall,
  verdictOfMethod,
  verdictOfStatic,
} from "../../allocators/lookup.ts";

/** Calls that other rules of the law report everywhere. */
const FORBIDDEN_ELSEWHERE = new Set([
  "Atomics",
  "BigInt",
  "BigInt64Array",
  "BigUint64Array",
  "Date",
  "Promise",
  "Temporal",
]);
const METHODS_FORBIDDEN_ELSEWHERE = new Set(["getBigInt64", "getBigUint64", "then"]);

const MAKES = "makes a new object or string; write into memory that exists, in a counted loop";
const MAKES_ROOM = "makes room where none is left; write into memory that the constructor allocated, at an index";

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
    const markup = (node: Node) => {
      // Markup within other markup is reported with the outer one.
      if (!parentOf(node)?.type.startsWith("JSX")) inHot("Markup makes objects; make it in a `@cold` function.")(node);
    };
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
      JSXElement: markup,
      JSXFragment: markup,
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
        if (node.operator !== "+" || !file.isHot(node) || !(isText(file, node.left) || isText(file, node.right))) {
          return;
        }
        const parent = parentOf(node);
        if (parent?.type === "BinaryExpression" && parent.operator === "+") return; // Reported as a whole.
        report(node, "Joining text makes a string; build text in a `@cold` function, and keep codes here.");
      },
      AssignmentExpression(node) {
        if (node.operator !== "+=" || !file.isHot(node)) return;
        if (isText(file, node.left as Node) || isText(file, node.right)) {
          report(node, "Joining text makes a string; build text in a `@cold` function, and keep codes here.");
        }
      },
      CallExpression(node) {
        if (!file.isHot(node)) return;
        const name = allocatingCallee(file, node);
        if (name !== null) report(node, `\`${name}\` ${GROWS.has(name) ? MAKES_ROOM : MAKES}.`);
      },
      MemberExpression(node) {
        if (file.isHot(node) && isAllocatingGetter(file, node)) {
          report(node, `Reading \`${memberName(node)}\` here ${MAKES}.`);
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

/** Whether an expression is known to be text. */
function isText(file: SourceFile, expression: Node): boolean {
  const kinds = kindsOf(file, expression);
  return kinds !== null && kinds.length > 0 && kinds.every(({ global }) => global === "String");
}

/** The function that a call reaches, if that is one of the language or its host, by the name to show for it. */
function allocatingCallee(file: SourceFile, node: Deno.lint.CallExpression): string | null {
  const callee = bare(node.callee);
  const found = builtinBehind(file, callee, node.arguments as readonly Node[]) ?? builtinOf(file, callee);
  if (found !== null) return found.verdict === "allocates" ? found.name : null;
  if (callee.type !== "MemberExpression") return null;
  const name = callee.property.type === "PrivateIdentifier" ? null : nameOfMember(callee);
  if (name === null || METHODS_FORBIDDEN_ELSEWHERE.has(name)) return null;
  switch (verdictOn(file, kindsOf(file, callee.object), name)) {
    case "allocates":
      return name;
    case "harmless":
      return null;
    case "unknown":
      return KNOWN_BY_NAME.has(name) ? name : null;
  }
}

/** The name of a member; that of a symbol's begins with `@@`, as in the tables. */
function nameOfMember(node: Deno.lint.MemberExpression): string | null {
  const { property } = node;
  if (!node.computed || property.type !== "MemberExpression") return memberName(node);
  const isSymbol = property.object.type === "Identifier" && property.object.name === "Symbol";
  return isSymbol ? `@@${memberName(property)}` : null;
}

/** Allocation by a method on something of these kinds; unknown if one of them is. */
function verdictOn(file: SourceFile, kinds: Kinds, method: string): Verdict {
  if (kinds === null || kinds.length === 0) return "unknown";
  const verdicts = kinds.map((kind): Verdict => {
    if (kind.global !== undefined) return verdictOfMethod(kind.global, method);
    const origin = originOf(file, kind, method);
    // The code of this file is looked at where it stands, and hot or cold by its own marks.
    if (origin === "file") return "harmless";
    if (origin === null) return "unknown";
    return kind.isClass ? verdictOfStatic(origin.global, method) : verdictOfMethod(origin.global, method);
  });
  if (verdicts.includes("allocates")) return "allocates";
  return verdicts.every((verdict) => verdict === "harmless") ? "harmless" : "unknown";
}

/** A function of the language or its host, and what it makes. */
interface Builtin {
  readonly name: string;
  readonly verdict: Verdict;
}

/**
 * The function of the language or its host that an expression is: a global, a member of one, a method of a prototype,
 * or a constant of this file that holds such a function.
 */
function builtinOf(file: SourceFile, expression: Node, depth = 0): Builtin | null {
  const node = bare(expression);
  const global = globalName(file, node);
  if (global !== null) {
    if (FORBIDDEN_ELSEWHERE.has(global)) return { name: global, verdict: "harmless" };
    const verdict = verdictOfCall(global);
    return verdict === "unknown" ? null : { name: global, verdict };
  }
  if (node.type === "MemberExpression") {
    const name = nameOfMember(node);
    return name === null ? null : memberOfGlobal(file, bare(node.object), name);
  }
  if (node.type === "CallExpression") {
    // Binding allocates once, and the bound function stays the same function.
    const callee = bare(node.callee);
    const binds = callee.type === "MemberExpression" && memberName(callee) === "bind";
    return binds && depth <= 8 ? builtinOf(file, callee.object, depth + 1) : null;
  }
  if (node.type !== "Identifier" || depth > 8) return null;
  const binding = file.bindingOf(node);
  if (binding?.type !== "VariableDeclaration" || binding.kind !== "const") return null;
  for (const { id, init } of binding.declarations) {
    if (init === null) continue;
    if (id.type === "Identifier" && id.name === node.name) return builtinOf(file, init, depth + 1);
    if (id.type !== "ObjectPattern") continue;
    for (const property of id.properties) {
      if (property.type !== "Property" || property.key.type !== "Identifier") continue;
      if ((property.value as Node).type !== "Identifier") continue;
      if ((property.value as Deno.lint.Identifier).name !== node.name) continue;
      return memberOfGlobal(file, bare(init), property.key.name);
    }
  }
  return null;
}

/** The function of this name of a global object, or of a global class's prototype. */
function memberOfGlobal(file: SourceFile, object: Node, name: string): Builtin | null {
  const global = globalName(file, object);
  if (global !== null) {
    if (FORBIDDEN_ELSEWHERE.has(global)) return { name: global, verdict: "harmless" };
    const verdict = verdictOfStatic(global, name);
    return verdict === "unknown" ? null : { name: `${global}.${name}`, verdict };
  }
  if (object.type !== "MemberExpression" || memberName(object) !== "prototype") return null;
  const owner = globalName(file, object.object);
  const verdict = owner === null ? "unknown" : verdictOfMethod(owner, name);
  return verdict === "unknown" ? null : { name: `${owner}.prototype.${name}`, verdict };
}

/** The function that `f.call(…)`, `f.apply(…)` or `Reflect.apply(f, …)` reaches, if it is one of the language. */
function builtinBehind(file: SourceFile, callee: Node, args: readonly Node[]): Builtin | null {
  if (callee.type !== "MemberExpression") return null;
  const name = memberName(callee);
  if (name !== "call" && name !== "apply") return null;
  return builtinOf(file, callee.object) ?? (args.length > 0 && name === "apply" ? builtinOf(file, args[0]) : null);
}

/** Whether reading a member makes something, because a getter of the language or its host answers. */
function isAllocatingGetter(file: SourceFile, node: Deno.lint.MemberExpression): boolean {
  const name = memberName(node);
  const parent = parentOf(node);
  if (name === null || node.property.type === "PrivateIdentifier") return false;
  if (parent?.type === "CallExpression" && parent.callee === node) return false;
  if (parent?.type === "AssignmentExpression" && parent.left === node) return false;
  const kinds = kindsOf(file, node.object);
  return kinds !== null && kinds.some(({ global }) => global !== undefined && getterAllocates(global, name));
}
