import { onGlobals, type Rule } from "../_rule.ts";

const INSTEAD = "take the time from the MonotonicClock that the constructor was given";

/** No wall clock, and no `performance`. */
export const noWallClock: Rule = {
  name: "no-wall-clock",
  cost: "`Date.now()` 16 bytes and 48 ns, in whole milliseconds; `performance.now()` 82 ns",
  check(file, report) {
    return onGlobals(file, (name, node) => {
      if (!file.isHotOrStrict(node)) return;
      if (name === "Date" || name === "Temporal") {
        report(node, `\`${name}\` follows a clock that others may set; ${INSTEAD}.`);
      }
      if (name === "performance") {
        report(node, `\`performance\` costs more than the native clock, and cannot be simulated; ${INSTEAD}.`);
      }
    });
  },
};
