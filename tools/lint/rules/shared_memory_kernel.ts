import { bare, globalName, memberName, type Rule, valueOf } from "../_rule.ts";
import type { Node } from "../source/nodes.ts";
import { pathMatcher } from "../_paths.ts";

/** Methods of typed arrays that read or write elements, none of them atomically. */
const METHODS = new Set(["at", "copyWithin", "fill", "reverse", "set", "slice", "sort", "subarray", "with"]);

const INSTEAD = "call the kernel, which keeps the order of reads and writes";

/** Shared memory is touched by kernels alone. */
export const sharedMemoryKernel: Rule = {
  name: "shared-memory-kernel",
  cost: "a torn or stale read, on the processors and in the moments where the order of plain accesses is not kept",
  check(file, report, { sharedMemory }) {
    if (sharedMemory === undefined || pathMatcher(sharedMemory.kernels)(file.path)) return {};
    const isSharedFile = pathMatcher(sharedMemory.files)(file.path);
    if (!isSharedFile && !file.hot) return {};
    const arrays = new Set(sharedMemory.arrays);

    /** Whether the expression is the shared array: by its name, or a variable that holds what is named so. */
    function isShared(expression: Node, depth: number): boolean {
      const node = bare(expression);
      if (node.type === "MemberExpression") {
        const name = memberName(node);
        return name !== null && arrays.has(name.replace(/^_+/, ""));
      }
      if (node.type !== "Identifier") return false;
      if (arrays.has(node.name.replace(/^_+/, ""))) return true;
      const value = depth === 0 ? null : valueOf(file, node);
      return value !== null && isShared(value, depth - 1);
    }

    return {
      MemberExpression(node) {
        if (globalName(file, node.object) === "Atomics") {
          report(node, `\`Atomics\` belongs in a kernel file; ${INSTEAD}.`);
        }
        if (!isSharedFile || !isShared(node.object, 4)) return;
        if (node.computed && memberName(node) === null) {
          report(node, `Indexing shared memory belongs in a kernel file; ${INSTEAD}.`);
        } else if (METHODS.has(memberName(node) ?? "")) {
          report(node, `\`${memberName(node)}\` reads or writes shared memory in no particular order; ${INSTEAD}.`);
        }
      },
      VariableDeclarator(node) {
        if (node.id.type === "ObjectPattern" && node.init !== null && globalName(file, node.init) === "Atomics") {
          report(node, `\`Atomics\` belongs in a kernel file; ${INSTEAD}.`);
        }
      },
    };
  },
};
