/**
 * Mutation testing: `deno task mutate [GROUP...]`.
 *
 * Stryker changes the sources in one place at a time, in a copy outside of the project, and runs the tests that belong to
 * them. A change that no test notices has survived: either it changes nothing that matters, or a test is missing.
 *
 * Each group of sources has its own tests, so that a run takes seconds. The reports go to `coverage/mutation/`; results are
 * used again as long as neither the sources nor the tests of the group have changed. At the end all reports there are put
 * together, and scores and survivors written to `docs/testing.md`. It takes many minutes, and is not part of the checks.
 */
import { fileURLToPath } from "node:url";
import { DENO_FILES } from "../demo/terminal/files/deno_files.ts";
import { type Command, runLongCommand } from "../demo/terminal/command.ts";
import { processIo } from "../demo/terminal/command_io.ts";
import { ExitStatus } from "../demo/terminal/exit_status.ts";
import { findNamed } from "../demo/terminal/option_values.ts";
import { endWithReader } from "./tool_output.ts";
import { type MutationReport, renderMutation, replaceSection } from "./mutation_report.ts";

/** Sources, and the tests that must notice when they change. */
interface Group {
  /** The sources, as Stryker's globs. */
  readonly mutate: readonly string[];
  /** The tests: files or folders, run in this order up to the first that fails. */
  readonly tests: readonly string[];
}

/** The tests of the ring for one thread, the quick ones first: most changes need no more. */
const RING_TESTS: readonly string[] = [
  "tests/core/bus/*_test.ts",
  "tests/conformance/ring_buffer_conformance_test.ts",
];

/** The groups. `docs/testing.md` lists the files that they leave out. */
const GROUPS: Readonly<Record<string, Group>> = {
  "core-arguments": { mutate: ["core/arguments.ts"], tests: ["tests/core/arguments_test.ts"] },
  "core-state": { mutate: ["core/state/*.ts"], tests: ["tests/core/state"] },
  "core-execution": { mutate: ["core/execution/*.ts"], tests: ["tests/core/execution"] },
  "core-ingest": { mutate: ["core/ingest/*.ts"], tests: ["tests/core/ingest"] },
  "core-bus-layout": {
    mutate: [
      "core/bus/checked_slot.ts",
      "core/bus/local/era.ts",
      "core/bus/event_slot.ts",
      "core/bus/overrun_error.ts",
      "core/bus/poll_status.ts",
      "core/bus/ring_closed_error.ts",
      "core/bus/ring_settings.ts",
      "core/bus/sequence.ts",
    ],
    tests: RING_TESTS,
  },
  "core-bus-ring": {
    mutate: ["core/bus/local/consumer.ts", "core/bus/local/ring_buffer.ts", "core/bus/local/ring_memory.ts"],
    tests: RING_TESTS,
  },
  "core-bus-shared": {
    // The bytes are a module that was assembled elsewhere, and are compared with their source by a test of their own.
    mutate: [
      "core/bus/shared/**/*.ts",
      "!core/bus/shared/kernel/shared_kernel_bytes.ts",
      "core/bus/slot_layout.ts",
      "core/time/_host_processor.ts",
    ],
    tests: ["tests/core/bus/slot_layout_test.ts", "tests/core/bus/shared"],
  },
  "core-time": {
    mutate: ["core/time/*.ts", "!core/time/_host_processor.ts"],
    tests: ["tests/core/time", "tests/conformance/clock_conformance_test.ts"],
  },
  "runtime": { mutate: ["runtime/*/*.ts"], tests: ["tests/runtime"] },
  "control-failure": { mutate: ["control/failure/*.ts"], tests: ["tests/control/failure"] },
  "control-health": { mutate: ["control/health/*.ts"], tests: ["tests/control/health"] },
  "control-automation": { mutate: ["control/automation/*.ts"], tests: ["tests/control/automation"] },
  // Sources that may change are slow, and so are the tests that record many values then. The others do without them.
  "control-histogram": {
    mutate: ["control/metrics/histogram.ts"],
    tests: ["tests/control/metrics/histogram_test.ts"],
  },
  "control-metrics": {
    mutate: ["control/metrics/*.ts", "!control/metrics/histogram.ts"],
    tests: ["[a-g]*", "hgrm", "[i-z]*"].map((name) => `tests/control/metrics/${name}_test.ts`),
  },
};

/** The version is fixed: another one may know other mutations, and the scores could not be compared. */
const STRYKER = "npm:@stryker-mutator/core@10.1.1/stryker";

const CONCURRENCY = 2;

const TEST = "deno test --no-check --quiet --fail-fast --allow-env --allow-read --allow-ffi";

const ROOT = new URL("../", import.meta.url);
const REPORTS = new URL("coverage/mutation/", ROOT);
const DOCUMENT = new URL("docs/testing.md", ROOT);

/** Files that the copy of the project needs. */
const COPIED = ["core", "control", "runtime", "config", "tests", "tools/std", "mod.ts", "deno.json", "deno.lock"];

/** Copies a file or a folder of the project. */
async function copy(path: string, folder: string): Promise<void> {
  const from = new URL(path, ROOT);
  if ((await Deno.stat(from)).isFile) {
    await Deno.copyFile(from, `${folder}/${path}`);
    return;
  }
  await Deno.mkdir(`${folder}/${path}`, { recursive: true });
  for await (const { name } of Deno.readDir(from)) await copy(`${path}/${name}`, folder);
}

/** The contents of files and folders, in a fixed order. */
async function* contents(paths: readonly string[]): AsyncGenerator<string> {
  for (const path of paths) {
    const url = new URL(path, ROOT);
    if ((await Deno.stat(url)).isFile) {
      yield `${path}\n${await Deno.readTextFile(url)}`;
    } else {
      const names = (await Array.fromAsync(Deno.readDir(url))).map(({ name }) => `${path}/${name}`);
      yield* contents(names.toSorted());
    }
  }
}

/** A name for the state that the tests are in. Stryker cannot see which tests a command runs. */
async function fingerprint(paths: readonly string[]): Promise<string> {
  const text = (await Array.fromAsync(contents(paths))).join("\n");
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(hash.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Lets Stryker change the sources of a group, in a copy of the project, and keeps its report. */
async function mutate(name: string, { mutate, tests }: Group): Promise<boolean> {
  const folder = await Deno.makeTempDir();
  try {
    for (const path of COPIED) await copy(path, folder);
    const folders = [...new Set(tests.map((path) => path.replace(/\/[^/]*_test\.ts$/, "")))];
    const reportFile = new URL(`${name}.json`, REPORTS);
    const settings = {
      testRunner: "command",
      commandRunner: {
        command: tests.map((path) => `${TEST} ${path}`).join(" && "),
      },
      mutate,
      concurrency: CONCURRENCY,
      // A command says nothing about what it covered, so counting that would only cost time.
      coverageAnalysis: "off",
      // On a busy machine a test that is merely slow must not count as one that never ends.
      timeoutMS: 15_000,
      // The copy is there to be changed.
      inPlace: true,
      plugins: [],
      reporters: ["json", "clear-text"],
      clearTextReporter: { logTests: false, reportTests: false, reportMutants: false },
      jsonReporter: { fileName: "report.json" },
      incremental: true,
      incrementalFile: new URL(`${name}.${await fingerprint(folders)}.incremental.json`, REPORTS).pathname,
      allowConsoleColors: false,
      disableTypeChecks: false,
    };
    await Deno.writeTextFile(`${folder}/stryker.json`, JSON.stringify(settings));
    const { success } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--allow-all",
        "--no-lock",
        "--no-config",
        "--node-modules-dir=none",
        STRYKER,
        "run",
        "stryker.json",
      ],
      cwd: folder,
      env: { DENO_NO_UPDATE_CHECK: "1" },
    }).output().then((output) => {
      const text = new TextDecoder();
      console.log(text.decode(output.stdout));
      if (!output.success) console.error(text.decode(output.stderr));
      return output;
    });
    if (success) await Deno.copyFile(`${folder}/report.json`, reportFile);
    return success;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Reads the reports there are, in the order of the groups, and names the groups that have none. */
async function readReports(): Promise<{ reports: MutationReport[]; missing: string[] }> {
  const reports: MutationReport[] = [];
  const missing: string[] = [];
  for (const name of Object.keys(GROUPS)) {
    try {
      reports.push(JSON.parse(await Deno.readTextFile(new URL(`${name}.json`, REPORTS))));
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      missing.push(name);
    }
  }
  return { reports, missing };
}

const MUTATE: Command = {
  usage: "deno task mutate [GROUP...]",
  summary: "Changes the sources one place at a time, and lists the changes that no test notices. It takes long.",
  operands: {
    title: "Groups; without any, all of them",
    entries: Object.entries(GROUPS).map(([name, { mutate }]) => [name, mutate.join(" ")]),
  },
  options: [],
  statuses: [["0", "the groups were tested, and docs/testing.md has the result"], ["1", "a group could not be tested"]],
};

async function mutateGroups(names: readonly string[]): Promise<ExitStatus> {
  await Deno.mkdir(REPORTS, { recursive: true });
  for (const name of names) {
    console.log(`${name}:`);
    if (!await mutate(name, GROUPS[name])) return ExitStatus.NOT_HELD;
  }
  const { reports, missing } = await readReports();
  const section = renderMutation(reports, missing);
  DENO_FILES.replace(fileURLToPath(DOCUMENT), replaceSection(await Deno.readTextFile(DOCUMENT), section));
  await new Deno.Command(Deno.execPath(), { args: ["fmt", "--quiet", DOCUMENT.pathname], cwd: ROOT }).output();
  return ExitStatus.OK;
}

if (import.meta.main) {
  endWithReader();
  const all = Object.keys(GROUPS);
  Deno.exit(
    await runLongCommand(MUTATE, Deno.args, processIo(), ({ positionals }) => {
      return positionals.length === 0 ? all : positionals.map((name) => findNamed("group", name, all));
    }, mutateGroups),
  );
}
