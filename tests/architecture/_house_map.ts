/** A file of the project: its root-relative path and its text. */
export interface ProjectFile {
  readonly path: string;
  readonly text: string;
}

/** Most files that a folder may hold beside its subfolders. */
export const FILES_MAX = 16;
/** Most lines of a file that is not listed in {@linkcode LONG_FILES}. */
export const LINES_MAX = 400;
/** Most modules that a file may import if it is not listed in {@linkcode WIDE_FILES}. */
export const IMPORTS_MAX = 20;

/** Folders with a limit of their own. */
const OWN_LIMITS: Readonly<Record<string, number>> = { "demo": 8 };

/** Floors whose tests lie in `tests/`, in the same folders as the files that they test. */
const MIRRORED = ["core", "control", "runtime", "config", "demo", "tools"];

/** Folders of tests that mirror no source, and what they hold. */
const TEST_MATERIAL: Readonly<Record<string, string>> = {
  "tests/tools/garbage_sinks": "sinks that allocate, for the tests of the garbage probe",
};

/** Files that have one purpose and are longer than {@linkcode LINES_MAX}, each with the reason to leave it whole. */
export const LONG_FILES: Readonly<Record<string, string>> = {
  "core/bus/shared/shared_ring_buffer.ts": "one class; half of its lines are the contract of its methods",
  "demo/live/plane/live_run.ts": "one control loop, whose phases share the state of the run",
  "tests/chaos/planted_bugs.ts": "one table, with an entry for each mistake that is planted",
  "tests/control/automation/runbook_test.ts": "tests of one class, which share a log of what was done",
  "tests/control/metrics/histogram_test.ts": "tests of one class, which share what they compare it with",
  "tests/core/bus/shared/shared_ring_buffer_test.ts": "tests of one class, beside those of the contract",
  "tests/core/walkthrough_test.ts": "one walk through the whole of core, to be read from top to bottom",
  "tests/documents_test.ts": "tests of every document, which share the reading of it",
  "tests/tools/lint/snippets.ts": "one table, with an entry for each rule",
  "tools/garbage/garbage_workloads.ts": "one table of workloads, each a small class",
  "tools/lint/cost_patterns.ts": "one table, with an entry for each pattern",
  "tools/lint/source/types.ts":
    "functions that infer types by calling one another: in several files they would be a circle",
};

/** Files that import more than {@linkcode IMPORTS_MAX} modules, each with the reason. */
export const WIDE_FILES: Readonly<Record<string, string>> = {
  "demo/live/plane/live_run.ts": "one control loop over all the parts of a run",
  "demo/live/run_live_command.ts": "the place where a live run is put together from its parts",
};

/** Says in one line each what breaks the map of the house. */
export function mapBreaches(files: readonly ProjectFile[]): string[] {
  return [...crowdedFolders(files), ...longFiles(files), ...wideFiles(files), ...strayTests(files)];
}

function* crowdedFolders(files: readonly ProjectFile[]): Iterable<string> {
  const counts = new Map<string, number>();
  for (const { path } of files) counts.set(folderOf(path), (counts.get(folderOf(path)) ?? 0) + 1);
  for (const [folder, count] of counts) {
    const max = OWN_LIMITS[folder] ?? FILES_MAX;
    if (count > max) yield `${folder}/ must hold at most ${max} files, got ${count}: give it rooms`;
  }
}

function* longFiles(files: readonly ProjectFile[]): Iterable<string> {
  for (const { path, text } of files) {
    const lines = text.split("\n").length - 1;
    const isListed = Object.hasOwn(LONG_FILES, path);
    if (lines > LINES_MAX && !isListed) yield `${path} must have at most ${LINES_MAX} lines, got ${lines}`;
    if (lines <= LINES_MAX && isListed) yield `${path} is listed as long, but has ${lines} lines: take it off the list`;
  }
  yield* missing(LONG_FILES, files);
}

function* wideFiles(files: readonly ProjectFile[]): Iterable<string> {
  for (const { path, text } of files) {
    const imports = text.match(/^import\b[^;]*?"[^"]+"[^;]*;$/gm)?.length ?? 0;
    const isListed = Object.hasOwn(WIDE_FILES, path);
    if (imports > IMPORTS_MAX && !isListed) yield `${path} must import at most ${IMPORTS_MAX} modules, got ${imports}`;
    if (imports <= IMPORTS_MAX && isListed) {
      yield `${path} is listed as wide, but imports ${imports} modules: take it off the list`;
    }
  }
  yield* missing(WIDE_FILES, files);
}

function* missing(list: Readonly<Record<string, string>>, files: readonly ProjectFile[]): Iterable<string> {
  for (const path of Object.keys(list)) {
    if (!files.some((file) => file.path === path)) yield `${path} is listed, but there is no such file`;
  }
}

/** A test that lies elsewhere than what it tests: in a folder that has no source, or apart from the file of its name. */
function* strayTests(files: readonly ProjectFile[]): Iterable<string> {
  const paths = new Set(files.map(({ path }) => path));
  const folders = new Set<string>();
  for (const path of paths) {
    for (let folder = folderOf(path); folder !== ""; folder = folderOf(folder)) folders.add(folder);
  }
  for (const path of paths) {
    const source = /^tests\/(.+)_test\.ts$/.exec(path)?.[1];
    const floor = MIRRORED.find((floor) => path.startsWith(`tests/${floor}/`));
    if (floor === undefined) continue;
    const folder = folderOf(path);
    const mirrored = folder.slice("tests/".length);
    if (!folders.has(mirrored) && !Object.hasOwn(TEST_MATERIAL, folder)) {
      yield `${path} must lie in a folder that mirrors its source, but there is no ${mirrored}/`;
    } else if (source !== undefined && !paths.has(`${source}.ts`)) {
      const name = source.slice(source.lastIndexOf("/"));
      const others = [...paths].filter((other) => other.startsWith(`${floor}/`) && other.endsWith(`${name}.ts`));
      if (others.length > 0) yield `${path} must lie in the folder that mirrors ${others.join(" or ")}`;
    }
  }
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
