import type { Rule } from "../_rule.ts";

/** No exceptions, thrown or caught. */
export const noThrow: Rule = {
  name: "no-throw",
  cost: "969 bytes and 3 microseconds for each error thrown and caught, and more from deeper in the stack",
  check(file, report) {
    return {
      ThrowStatement(node) {
        if (file.isHot(node)) {
          report(
            node,
            "Do not throw here; answer with a status code, or call a `@cold` function that throws and returns never.",
          );
        }
      },
      TryStatement(node) {
        if (file.isHot(node)) {
          report(
            node,
            "Do not guard here; hot code does not throw, and a cold caller can catch.",
          );
        }
      },
      VariableDeclaration(node) {
        if ((node.kind === "using" || node.kind === "await using") && file.isHot(node)) {
          report(node, `\`${node.kind}\` is a \`try\` and \`finally\`; dispose of it in cold code.`);
        }
      },
    };
  },
};
