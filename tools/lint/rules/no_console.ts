import { globalName, memberName, onGlobals, type Rule } from "../_rule.ts";

const INSTEAD = "count it in a preallocated cell, or hand it to the sink, and let the slow side print";

/** No output. */
export const noConsole: Rule = {
  name: "no-console",
  cost: "752 bytes and 5.5 microseconds for a `console.log` into nowhere",
  check(file, report) {
    const uses = onGlobals(file, (name, node) => {
      if (/^(?:console|alert|confirm|prompt)$/.test(name) && file.isHotOrStrict(node)) {
        report(node, `\`${name}\` formats and does I/O; ${INSTEAD}.`);
      }
    });
    return {
      Identifier: uses.Identifier,
      VariableDeclarator: uses.VariableDeclarator,
      MemberExpression(node) {
        uses.MemberExpression!(node);
        const owner = globalName(file, node.object);
        const name = memberName(node);
        if ((owner === "Deno" || owner === "process") && (name === "stdout" || name === "stderr")) {
          if (file.isHotOrStrict(node)) report(node, `\`${owner}.${name}\` does I/O; ${INSTEAD}.`);
        }
      },
    };
  },
};
