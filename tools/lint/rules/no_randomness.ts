import { bare, globalName, memberName, onGlobals, type Rule } from "../_rule.ts";

const INSTEAD = "take numbers from a seeded generator that the constructor was given";

/** No randomness that a seed cannot replay. */
export const noRandomness: Rule = {
  name: "no-randomness",
  cost: "16 bytes for `Math.random()`, 73 ns for `crypto.getRandomValues`, and a run that cannot be replayed",
  check(file, report) {
    const uses = onGlobals(file, (name, node) => {
      if (name === "crypto" && file.isHotOrStrict(node)) report(node, `\`crypto\` cannot be replayed; ${INSTEAD}.`);
    });
    return {
      Identifier: uses.Identifier,
      MemberExpression(node) {
        uses.MemberExpression!(node);
        if (memberName(node) === "random" && globalName(file, node.object) === "Math" && file.isHotOrStrict(node)) {
          report(node, `\`Math.random\` cannot be replayed; ${INSTEAD}.`);
        }
      },
      VariableDeclarator(node) {
        uses.VariableDeclarator!(node);
        if (node.id.type !== "ObjectPattern" || node.init === null) return;
        if (globalName(file, bare(node.init)) !== "Math" || !file.isHotOrStrict(node)) return;
        for (const property of node.id.properties) {
          if (property.type === "Property" && property.key.type === "Identifier" && property.key.name === "random") {
            report(property.key, `\`Math.random\` cannot be replayed; ${INSTEAD}.`);
          }
        }
      },
    };
  },
};
