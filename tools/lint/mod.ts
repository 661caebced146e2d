/**
 * The law of the hot path as a plugin for `deno lint`, and so for every editor that runs Deno's language server.
 *
 * The default export needs no options and checks the code that carries a `// @hot` or `// @hot-file` mark:
 *
 * ```json
 * { "lint": { "plugins": ["jsr:@low-latency/trading-sim/lint"] } }
 * ```
 *
 * {@linkcode hotPath} makes a plugin for a project that wants whole folders to be hot unless marked cold, and floors that
 * imports may not leave. The law, its marks and its rules are described in `docs/hot-path-law.md`.
 *
 * @example A project whose folder `core/` is hot, with two floors
 * ```ts
 * import { assert } from "@std/assert";
 * import { hotPath } from "@low-latency/trading-sim/lint";
 *
 * const plugin: Deno.lint.Plugin = hotPath({
 *   root: import.meta.url,
 *   hot: ["core/"],
 *   floors: { core: { imports: ["core"], packages: false }, app: { imports: ["core", "app"] } },
 * });
 * assert("import-floors" in plugin.rules);
 * export default plugin;
 * ```
 *
 * @module
 */
export { default, hotPath } from "./plugin.ts";
export { CONFIG_NAMES, type Floor, type HotPathOptions, type SharedMemory, SINK_NAMES } from "./options.ts";
