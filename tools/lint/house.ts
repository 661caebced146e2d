/**
 * The plugin as this project uses it: what is hot here, and the floors of this house. Named in `deno.json`.
 *
 * @module
 */
import { hotPath } from "./mod.ts";

/** Time is that of a clock of this project, everywhere: `performance` is coarse in a browser, and cannot be simulated. */
const OWN_TIME = { performance: [] };

const LIBRARY = { ...OWN_TIME, Worker: [] };

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
    "demo": { imports: [...LIBRARY_ENTRIES, "demo", "demo/system"], globals: OWN_TIME },
    "demo/system": { imports: [...LIBRARY_ENTRIES, "demo", "demo/system"], globals: OWN_TIME },
    // The live run has rooms. What runs in a Worker is started by its address, and nothing outside its room imports it.
    "demo/live.ts": { imports: [...LIBRARY_ENTRIES, "demo", "demo/system", "demo/live"], globals: OWN_TIME },
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
      globals: OWN_TIME,
    },
    "demo/live/view": {
      imports: [...LIBRARY_ENTRIES, "demo", "demo/system", "demo/live/between", "demo/live/plane", "demo/live/view"],
      globals: OWN_TIME,
    },
    "demo/live/plane": {
      imports: [...LIBRARY_ENTRIES, "demo", "demo/system", "demo/live/between", "demo/live/plane"],
      globals: OWN_TIME,
      workers: ["demo/live/thread"],
    },
    // What threads take of the simulated system is arithmetic: how long a consumer is busy with each event.
    "demo/live/thread": {
      imports: [...LIBRARY_ENTRIES, "demo/live/between", "demo/live/thread", "demo/system"],
      globals: OWN_TIME,
    },
    "demo/live/between": { imports: [...LIBRARY_ENTRIES, "demo/live/between"], globals: OWN_TIME },
    "control/mod.ts": { imports: ["control"], packages: false },
    "runtime/mod.ts": { imports: ["runtime"], packages: false },
    "config/mod.ts": { imports: ["core", "config"], packages: false },
    ...Object.fromEntries(REFUSALS.map((path) => [path, { imports: ["core", "config"], packages: false }])),
    "bench": {
      imports: [...ENTRIES, "core", "control", "runtime", "config", "demo", "demo/system", "bench"],
      globals: { performance: ["bench/clock_bench.ts"] },
    },
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
    // What a reading costs is measured on the thing itself, and by it.
    "tools": { imports: "any", globals: { performance: ["tools/lint/cost_patterns.ts", "tools/lint/costs.ts"] } },
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
