/**
 * The plugin, made from rules and options.
 *
 * @module
 */
import { checkOptions, type HotPathOptions } from "./options.ts";
import type { Rule } from "./_rule.ts";
import { type SourceFile, sourceFiles } from "./source/source_file.ts";
import { floorGlobals } from "./rules/floors/floor_globals.ts";
import { importFloors } from "./rules/floors/import_floors.ts";
import { marks } from "./rules/marks.ts";
import { noAllocation } from "./rules/garbage/no_allocation.ts";
import { noAsync } from "./rules/no_async.ts";
import { noCircles } from "./rules/floors/no_circles.ts";
import { noBigint } from "./rules/garbage/no_bigint.ts";
import { noConfigBranch } from "./rules/no_config_branch.ts";
import { noConsole } from "./rules/no_console.ts";
import { noLiveBinding } from "./rules/no_live_binding.ts";
import { noModuleDouble } from "./rules/garbage/no_module_double.ts";
import { noNullableNumber } from "./rules/garbage/no_nullable_number.ts";
import { noRandomness } from "./rules/no_randomness.ts";
import { noThrow } from "./rules/no_throw.ts";
import { noUninitialisedField } from "./rules/garbage/no_uninitialised_field.ts";
import { noWallClock } from "./rules/no_wall_clock.ts";
import { sharedMemoryKernel } from "./rules/shared_memory_kernel.ts";

/**
 * Every rule of the law, in the order of the document.
 *
 * @internal
 */
export const RULES: readonly Rule[] = [
  marks,
  noAllocation,
  noBigint,
  noUninitialisedField,
  noNullableNumber,
  noModuleDouble,
  noLiveBinding,
  noThrow,
  noAsync,
  noConsole,
  noWallClock,
  noRandomness,
  noConfigBranch,
  sharedMemoryKernel,
  importFloors,
  floorGlobals,
  noCircles,
];

/**
 * Makes the lint plugin `hot-path` for a project. Deno's linter gives a plugin no options of its own, so a project writes
 * a file that exports the plugin it wants, and names that file under `lint.plugins` in its `deno.json`.
 *
 * @param options what is hot, and how the project is built; without any, only marks make code hot
 * @returns the plugin, to be exported as default
 * @throws {TypeError} for an unknown option, for a path without a root, and for a floor that names an unknown floor
 *
 * @example A project whose hot code is in `src/hot/`; the file lies beside `deno.json`.
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { hotPath } from "@low-latency/trading-sim/lint";
 *
 * const plugin: Deno.lint.Plugin = hotPath({ root: import.meta.url, hot: ["src/hot/"] });
 * assertEquals(plugin.name, "hot-path"); // so the rules are called hot-path/no-allocation and so on
 * export default plugin;
 * ```
 */
export function hotPath(options: HotPathOptions = {}): Deno.lint.Plugin {
  checkOptions(options);
  const fileOf = sourceFiles(options);
  const rules: Record<string, Deno.lint.Rule> = {};
  for (const rule of RULES) rules[rule.name] = { create: (context) => visit(rule, fileOf(context), context, options) };
  return { name: "hot-path", rules };
}

function visit(
  rule: Rule,
  file: SourceFile,
  context: Deno.lint.RuleContext,
  options: HotPathOptions,
): Deno.lint.LintVisitor {
  const hint = `What it costs: ${rule.cost}.`;
  return rule.check(file, (where, message) => {
    context.report({ range: Array.isArray(where) ? where : where.range, message, hint });
  }, options);
}

/** The plugin for a project that gives no options: code is hot where a `// @hot` or `// @hot-file` says so. */
const byMarksAlone: Deno.lint.Plugin = hotPath();
export default byMarksAlone;
