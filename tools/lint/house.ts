/**
 * The plugin as this project uses it: what is hot here, and the floors of this house. Named in `deno.json`.
 *
 * @module
 */
import { hotPath } from "./mod.ts";

const LIBRARY = { Worker: [] };

/** Entry points of the library. Each is a floor of its own, so that a floor can be given them alone. */
const ENTRIES = ["mod.ts", "control/mod.ts", "runtime/mod.ts", "config/mod.ts"];

/** How every floor refuses what it is given, in one line: no part of the published surface. */
const REFUSALS = ["core/arguments.ts", "config/printable.ts", "config/nearest_name.ts"];

const LIBRARY_ENTRIES = [...ENTRIES, ...REFUSALS];

const house: Deno.lint.Plugin = hotPath({
  root: new URL("../../", import.meta.url),
  hot: ["core/"],
  strict: ["core/"],
  floors: {
    "core": {
      imports: ["core", ...REFUSALS],
      packages: false,
      globals: { ...LIBRARY, Deno: ["core/time/"], process: ["core/time/"] },
    },
    "mod.ts": { imports: ["core"], packages: false },
    "control": { imports: ["core", "control", ...REFUSALS], packages: false, globals: LIBRARY },
    "runtime": { imports: ["core", "runtime", ...REFUSALS], packages: false, globals: LIBRARY },
    "config": { imports: ["core", "config", ...REFUSALS], packages: false, globals: LIBRARY },
    // A user of the library: what is behind its entry points is out of reach.
    "demo": { imports: [...LIBRARY_ENTRIES, "demo", "demo/system"] },
    "demo/system": { imports: [...LIBRARY_ENTRIES, "demo", "demo/system"] },
    // The live run has rooms. What runs in a Worker is started by its address, and nothing outside its room imports it.
    "demo/live.ts": { imports: [...LIBRARY_ENTRIES, "demo", "demo/system", "demo/live"] },
    "demo/live": {
      imports: [
        ...LIBRARY_ENTRIES,
        "demo",
        "demo/system",
        "demo/live",
        "demo/live/between",
        "demo/live/plane",
        "demo/live/view",
      ],
    },
    "demo/live/view": {
      imports: [...LIBRARY_ENTRIES, "demo", "demo/system", "demo/live/between", "demo/live/plane", "demo/live/view"],
    },
    "demo/live/plane": {
      imports: [...LIBRARY_ENTRIES, "demo", "demo/system", "demo/live/between", "demo/live/plane"],
      workers: ["demo/live/thread"],
    },
    // What threads take of the simulated system is arithmetic: how long a consumer is busy with each event.
    "demo/live/thread": { imports: [...LIBRARY_ENTRIES, "demo/live/between", "demo/live/thread", "demo/system"] },
    "demo/live/between": { imports: [...LIBRARY_ENTRIES, "demo/live/between"] },
    "control/mod.ts": { imports: ["control"], packages: false },
    "runtime/mod.ts": { imports: ["runtime"], packages: false },
    "config/mod.ts": { imports: ["core", "config"], packages: false },
    ...Object.fromEntries(REFUSALS.map((path) => [path, { imports: ["core", "config"], packages: false }])),
    "bench": { imports: [...ENTRIES, "core", "control", "runtime", "config", "demo", "demo/system", "bench"] },
    "tests": { imports: "any" },
    // An oracle: it shares states and codes with what it judges, and no line that works something out.
    "tests/chaos/model": {
      imports: ["tests/chaos/model"],
      types: ["core", "control", "tests/chaos/plan"],
      values: {
        "core/bus/poll_status.ts": ["PollStatus"],
        "core/state/lifecycle_state.ts": ["LifecycleState", "LIFECYCLE_STATE_NAMES"],
      },
      packages: false,
    },
    "tests/chaos/plan": { imports: "any" },
    "tools": { imports: "any" },
  },
  sharedMemory: {
    files: ["core/bus/shared/"],
    kernels: [
      "core/bus/shared/kernel/",
      "core/state/*.ts",
      "core/execution/doorbell.ts",
    ],
    arrays: ["memory", "shared", "slots", "stamps", "words"],
  },
});
export default house;
