import { memberName, onGlobals, type Rule } from "../../_rule.ts";

const INSTEAD = "keep high and low Int32 words, or a Float64 cell, which is exact up to 2 to the power of 53";

/** Getters and setters of `DataView`, and `process.hrtime.bigint`. */
const MEMBERS = new Set(["bigint", "getBigInt64", "getBigUint64", "setBigInt64", "setBigUint64", "asIntN", "asUintN"]);

/** No BigInt, in any of its forms. */
export const noBigint: Rule = {
  name: "no-bigint",
  cost: "24 to 64 bytes an event; `process.hrtime.bigint()` 40 bytes and 118 ns",
  check(file, report) {
    return {
      ...onGlobals(file, (name, node) => {
        if (/^Big(?:Int|Int64Array|Uint64Array)$/.test(name) && file.isHot(node)) {
          report(node, `\`${name}\` makes BigInts, which live on the heap; ${INSTEAD}.`);
        }
      }),
      Literal(node) {
        if (typeof node.value === "bigint" && file.isHot(node)) {
          report(node, `A BigInt lives on the heap; ${INSTEAD}.`);
        }
      },
      TSBigIntKeyword(node) {
        if (file.isHot(node)) report(node, `A BigInt lives on the heap; ${INSTEAD}.`);
      },
      CallExpression(node) {
        if (node.callee.type !== "MemberExpression" || !file.isHot(node)) return;
        const name = memberName(node.callee);
        if (name !== null && MEMBERS.has(name)) report(node, `\`${name}\` deals in BigInts; ${INSTEAD}.`);
      },
    };
  },
};
