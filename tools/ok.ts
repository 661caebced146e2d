/**
 * Runs every check of the project and says which ones held: `deno task ok`.
 *
 * It prints one line a check, in a fixed order, and below it what the check wrote if it failed. The last line counts
 * the tests and the other checks: `N passed, N failed`. The exit status is 1 if anything failed.
 */
import { endWithReader } from "./tool_output.ts";
import { HrtimeClock } from "../core/time/hrtime_clock.ts";
import { coverageShortfalls, formatMisses, formatPercent, inFolders, parseLcov, totalCoverage } from "./coverage.ts";
import { parseTestSummary } from "./test_summary.ts";

/** Outcome of a check. */
interface Outcome {
  /** Passed: the number of tests if the check runs tests, otherwise 1 or 0. */
  readonly passed: number;
  /** Failed, counted alike. */
  readonly failed: number;
  /** How long its commands ran, without the time they waited for their turn. */
  readonly elapsedMs: number;
  /** Note on the check's line, such as a count. */
  readonly note: string;
  /** Text below the line if the check failed. */
  readonly output: string;
}

/** Result of a command. */
interface Run {
  readonly ok: boolean;
  readonly elapsedMs: number;
  readonly stdout: string;
  /** Everything it wrote: stderr, then stdout. */
  readonly output: string;
}

const PROJECT_URL = new URL("../", import.meta.url);

/** The folders whose coverage counts, and how much of them the tests must run. */
const MEASURED_FOLDERS = ["core", "control", "runtime", "config"];
const COVERAGE_THRESHOLDS = { linesPercent: 95, branchesPercent: 90 };

/**
 * The suites that take long and cover nothing of their own: those that go through a large space of cases, those of what lies
 * outside the measured folders, and those that start this project's tools as processes. Counting coverage slows compiled
 * code down, and the searches by many times; what they run is covered by the other tests.
 */
const UNCOUNTED = [
  "tests/interleavings",
  "tests/stress",
  "tests/chaos",
  "tests/demo",
  "tests/documents_test.ts",
  "tests/tools",
];

/** Where the examples are that must run. */
const EXAMPLES = ["mod.ts", ...MEASURED_FOLDERS, "demo", "tools/lint", "docs", "README.md", "CONTRIBUTING.md"];

/**
 * Every package is the one that the lockfile names. `deno.json` names no lockfile, because `deno task` fetches every
 * package of it before it runs a command that needs none.
 */
const LOCKED = ["--lock=deno.lock", "--frozen"];

/** No command may run longer, so that a test that hangs fails. The longest takes seven minutes on two busy cores. */
const COMMAND_TIMEOUT_MS = 20 * 60_000;

/** How many commands share the machine. */
const PARALLEL_COMMANDS_MAX = Math.min(4, navigator.hardwareConcurrency);

const CLOCK = new HrtimeClock();

let runningCommands = 0;
const waitingCommands: (() => void)[] = [];

/** Runs this very Deno with the arguments, in its turn. */
async function deno(args: readonly string[]): Promise<Run> {
  if (runningCommands < PARALLEL_COMMANDS_MAX) runningCommands++;
  else await new Promise<void>((resolve) => waitingCommands.push(resolve));
  const startNs = CLOCK.nowNs();
  const signal = AbortSignal.timeout(COMMAND_TIMEOUT_MS);
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: PROJECT_URL,
    env: { NO_COLOR: "1", DENO_NO_PROMPT: "1", DENO_NO_UPDATE_CHECK: "1" },
    stdin: "null",
    signal,
  }).output();
  const nextCommand = waitingCommands.shift();
  if (nextCommand === undefined) runningCommands--;
  else nextCommand();
  const text = new TextDecoder();
  const timedOut = signal.aborted ? `\nStopped after ${COMMAND_TIMEOUT_MS / 60_000} minutes.` : "";
  return {
    ok: success && !signal.aborted,
    elapsedMs: (CLOCK.nowNs() - startNs) / 1e6,
    stdout: text.decode(stdout),
    output: text.decode(stderr) + text.decode(stdout) + timedOut,
  };
}

/** Holds if Deno succeeds. */
async function succeeds(...args: string[]): Promise<Outcome> {
  const { ok, elapsedMs, output } = await deno(args);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, elapsedMs, note: "", output };
}

/** Holds if every test of the run passes, and there is one. Each test counts. */
async function testsPass(...args: string[]): Promise<Outcome> {
  const { ok, elapsedMs, stdout, output: written } = await deno(args);
  // Failed tests come last, under a heading of their own. Above it is a line for every test that passed.
  const output = written.slice(Math.max(0, written.lastIndexOf("\n ERRORS \n")));
  const { passed, failed, ignored } = parseTestSummary(stdout) ?? { passed: 0, failed: 0, ignored: 0 };
  // A run also fails without a failed test, such as where a file does not load. That counts as one.
  const held = ok && failed === 0 && passed > 0;
  const counts = { passed, failed: held ? 0 : Math.max(failed, 1) };
  return { ...counts, elapsedMs, note: `${passed} tests${ignored > 0 ? `, ${ignored} more ignored` : ""}`, output };
}

/** Counts a run of tests as the one check that it is, because its tests are counted elsewhere. */
async function asOneCheck(tests: Promise<Outcome>): Promise<Outcome> {
  const outcome = await tests;
  const held = outcome.failed === 0;
  return { ...outcome, passed: held ? 1 : 0, failed: held ? 0 : 1 };
}

/** Holds if the tests, whose profiles are in the folder once `testsDone`, ran enough of the sources. */
async function coverageSuffices(testsDone: Promise<Outcome>, profileDir: string): Promise<Outcome> {
  await testsDone;
  // A source that no test imports leaves no profile, and would not count as missed. So all of them are imported here.
  const importAll = `${profileDir}/import_all.ts`;
  const sources = (await Array.fromAsync(sourceUrls())).map((url) => `import "${url}";\n`);
  await Deno.writeTextFile(importAll, sources.join(""));
  const loading = await deno([
    "run",
    ...LOCKED,
    "--no-check",
    "--config=deno.json",
    `--coverage=${profileDir}`,
    importAll,
  ]);
  await removeEmptyProfiles(profileDir);
  const reporting = await deno(["coverage", "--lcov", profileDir]);
  const elapsedMs = loading.elapsedMs + reporting.elapsedMs;
  const broken = [loading, reporting].find((run) => !run.ok);
  if (broken !== undefined) return { passed: 0, failed: 1, elapsedMs, note: "", output: broken.output };
  const files = inFolders(parseLcov(reporting.stdout, PROJECT_URL), MEASURED_FOLDERS);
  const totals = totalCoverage(files);
  const shortfalls = coverageShortfalls(totals, COVERAGE_THRESHOLDS);
  return {
    passed: shortfalls.length === 0 ? 1 : 0,
    failed: shortfalls.length === 0 ? 0 : 1,
    elapsedMs,
    note: `${formatPercent(totals.lines)} of lines, ${formatPercent(totals.branches)} of branches`,
    output: [...shortfalls, ...formatMisses(files)].join("\n"),
  };
}

/** Removes the profiles of processes that a test killed before they could write them: they are empty, and cannot be read. */
async function removeEmptyProfiles(profileDir: string): Promise<void> {
  for await (const { name } of Deno.readDir(profileDir)) {
    const path = `${profileDir}/${name}`;
    if (name.endsWith(".json") && (await Deno.stat(path)).size === 0) await Deno.remove(path);
  }
}

/** The sources in the measured folders. */
async function* sourceUrls(): AsyncGenerator<URL> {
  const folders = (await existing(MEASURED_FOLDERS)).map((folder) => new URL(`${folder}/`, PROJECT_URL));
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (isDirectory) folders.push(new URL(`${name}/`, folder));
      else if (name.endsWith(".ts")) yield new URL(name, folder);
    }
  }
}

/** Those of the project's paths that exist. */
async function existing(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    try {
      await Deno.lstat(new URL(path, PROJECT_URL));
      found.push(path);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return found;
}

/** The modules that a user can import, from deno.json. */
async function entryPoints(): Promise<string[]> {
  const settings: { exports: Record<string, string> } = JSON.parse(
    await Deno.readTextFile(new URL("deno.json", PROJECT_URL)),
  );
  return Object.values(settings.exports);
}

/** Runs the checks. Each of them waits for its turn, and is reported in its place. */
async function* runChecks(profileDir: string): AsyncGenerator<[name: string, outcome: Outcome]> {
  // The first one runs alone: it fills the cache that the others read.
  yield ["dependencies", await succeeds("install", ...LOCKED)];
  const entries = await entryPoints();
  const examples = await existing(EXAMPLES);
  const format = succeeds("fmt", "--check");
  const lint = succeeds("lint");
  const types = succeeds("check", ...LOCKED);
  // All at once: a type that an entry point shows must be had from one of them.
  const docs = succeeds("doc", ...LOCKED, "--lint", ...entries);
  const uncounted = await existing(UNCOUNTED);
  const tests = testsPass(
    ...["task", "test", "--no-check", `--coverage=${profileDir}`, "--coverage-raw-data-only"],
    `--ignore=${uncounted.join(",")}`,
  );
  const uncountedTests = testsPass("task", "test", "--no-check", ...uncounted);
  const withoutPermission = asOneCheck(testsPass("test", ...LOCKED, "--no-check"));
  const exampleTests = testsPass("test", ...LOCKED, "--doc", ...examples);
  const coverage = coverageSuffices(tests, profileDir);
  const publish = succeeds("publish", ...LOCKED, "--dry-run", "--allow-dirty");
  const benches = succeeds("bench", ...LOCKED, "--no-check", "--", "--smoke");
  yield ["format", await format];
  yield ["lint", await lint];
  yield ["types", await types];
  yield ["documentation", await docs];
  yield ["tests", await tests];
  yield ["tests without coverage", await uncountedTests];
  yield ["tests without permission", await withoutPermission];
  yield ["examples", await exampleTests];
  yield ["coverage", await coverage];
  yield ["publish, dry run", await publish];
  yield ["benches, smoke run", await benches];
}

if (import.meta.main) {
  endWithReader();
  console.log(`Deno ${Deno.version.deno} on ${Deno.build.target}, ${PARALLEL_COMMANDS_MAX} checks at a time`);
  const profileDir = await Deno.makeTempDir();
  let passed = 0;
  let failed = 0;
  for await (const [name, outcome] of runChecks(profileDir)) {
    passed += outcome.passed;
    failed += outcome.failed;
    const status = outcome.failed === 0 ? "ok    " : "FAILED";
    const seconds = (outcome.elapsedMs / 1000).toFixed(1).padStart(5);
    console.log(`${status} ${name.padEnd(24)} ${seconds} s  ${outcome.note}`.trimEnd());
    if (outcome.failed > 0) console.log(`\n${outcome.output.trimEnd()}\n`);
  }
  await Deno.remove(profileDir, { recursive: true });
  console.log(`${passed} passed, ${failed} failed`);
  Deno.exitCode = failed === 0 ? 0 : 1;
}
