import { onGlobals, type Rule } from "../../_rule.ts";
import { floorOf } from "../../_floors.ts";
import { pathMatcher } from "../../_paths.ts";

/** A floor uses no global that its place in the house forbids. */
export const floorGlobals: Rule = {
  name: "floor-globals",
  cost: "code that runs on one host only, and needs permissions that a user does not expect here",
  check(file, report, { floors = {} }) {
    const name = floorOf(file.path, floors);
    const globals = name === null ? {} : floors[name].globals ?? {};
    const forbidden = new Set(Object.keys(globals).filter((global) => !pathMatcher(globals[global])(file.path)));
    if (forbidden.size === 0) return {};
    return onGlobals(file, (global, node) => {
      if (!forbidden.has(global)) return;
      const places = globals[global].join(", ");
      const allowed = places === "" ? "nowhere on this floor" : `only in ${places}`;
      report(node, `${name} may use \`${global}\` ${allowed}; let a floor above call it and hand the result in.`);
    });
  },
};
