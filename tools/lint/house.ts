/**
 * The plugin as this project uses it: what is hot here, and the floors of this house. Named in `deno.json`.
 *
 * @module
 */
import { hotPath } from "./mod.ts";

const LIBRARY = { Worker: [] };

const house: Deno.lint.Plugin = hotPath({
  root: new URL("../../", import.meta.url),
  hot: ["core/"],
  strict: ["core/"],
  floors: {
    "core": {
      imports: ["core"],
      packages: false,
      globals: { ...LIBRARY, Deno: ["core/time/"], process: ["core/time/"] },
    },
    "mod.ts": { imports: ["core"], packages: false },
    "control": { imports: ["core", "control"], packages: false, globals: LIBRARY },
    "runtime": { imports: ["core", "runtime"], packages: false, globals: LIBRARY },
    "config": { imports: ["core", "config"], packages: false, globals: LIBRARY },
    "demo": { imports: ["mod.ts", "core", "control", "runtime", "config", "demo"] },
    "bench": { imports: ["mod.ts", "core", "control", "runtime", "config", "demo", "bench"] },
    "tests": { imports: "any" },
    "tools": { imports: "any" },
  },
  sharedMemory: {
    files: ["core/bus/shared/"],
    kernels: [
      "core/bus/shared/kernel/",
      "core/state/*.ts",
      "core/execution/doorbell.ts",
      "core/execution/idle_strategy.ts",
    ],
    arrays: ["memory", "shared", "slots", "stamps", "words"],
  },
});
export default house;
