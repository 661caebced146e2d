import { memberName, onGlobals, type Rule } from "../_rule.ts";
import { type FunctionNode, parentOf } from "../source/nodes.ts";

const SCHEDULERS = new Set([
  "cancelAnimationFrame",
  "clearImmediate",
  "clearInterval",
  "clearTimeout",
  "queueMicrotask",
  "requestAnimationFrame",
  "setImmediate",
  "setInterval",
  "setTimeout",
]);

const INSTEAD = "do one bounded piece of work and return; the caller decides when to call again";

/** No promises, no awaiting, no timers. */
export const noAsync: Rule = {
  name: "no-async",
  cost: "128 bytes for a microtask, 408 for a call of an async function, and a turn of the event loop to wait for",
  check(file, report) {
    function checkFunction(node: FunctionNode): void {
      if (node.async && (file.strict || file.isDeclaredHot(node))) {
        report(node, `An async function makes a promise for every call; ${INSTEAD}.`);
      }
    }
    const uses = onGlobals(file, (name, node) => {
      if (!file.isHotOrStrict(node)) return;
      if (name === "Promise") report(node, `Promises have no place here; ${INSTEAD}.`);
      else if (SCHEDULERS.has(name)) {
        report(node, `\`${name}\` leaves the moment of the work to the event loop; ${INSTEAD}.`);
      }
    });
    return {
      ...uses,
      FunctionDeclaration: checkFunction,
      FunctionExpression: checkFunction,
      ArrowFunctionExpression: checkFunction,
      AwaitExpression(node) {
        if (file.isHotOrStrict(node)) {
          report(node, `\`await\` gives up the thread in the middle of the work; ${INSTEAD}.`);
        }
      },
      ImportExpression(node) {
        if (file.isHotOrStrict(node)) {
          report(node, `\`import()\` loads in a later turn; import at the top of the module.`);
        }
      },
      ForOfStatement(node) {
        if (node.await && file.isHotOrStrict(node)) {
          report(node, `\`for await\` gives up the thread in the middle of the work; ${INSTEAD}.`);
        }
      },
      TSTypeReference(node) {
        const signature = parentOf(node)?.type === "TSTypeAnnotation";
        if (!signature || node.typeName.type !== "Identifier" || node.typeName.name !== "Promise") return;
        if (file.strict || file.isHot(node) || file.isDeclaredHot(node)) {
          report(node, `Promises have no place here; ${INSTEAD}.`);
        }
      },
      CallExpression(node) {
        if (node.callee.type !== "MemberExpression" || !file.isHotOrStrict(node)) return;
        const name = memberName(node.callee);
        if (name === "then" || name === "waitAsync") report(node, `\`${name}\` continues in a later turn; ${INSTEAD}.`);
      },
    };
  },
};
