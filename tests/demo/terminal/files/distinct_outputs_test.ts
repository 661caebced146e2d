import { assertEquals } from "@std/assert";
import { runCapacityCommand } from "../../../../demo/capacity/run_sizing.ts";
import { runLiveCommand } from "../../../../demo/live/run_live_command.ts";
import { runSimulate } from "../../../../demo/simulate/run_simulate.ts";
import { DENO_FILES } from "../../../../demo/terminal/files/deno_files.ts";
import { DENO_INPUT } from "../../../../demo/terminal/files/input_file.ts";
import { explore } from "../../explorer/command/_world.ts";
import { worldOf } from "../../simulate/_world.ts";
import { recordedIo } from "../_io.ts";

// What the user has made, on the disk: a command that names it as an output as well would have it be gone.

const mayWrite = (["read", "write"] as const).every((name) => Deno.permissions.querySync({ name }).state === "granted");
const skipped = mayWrite ? "" : " (skipped without --allow-read, --allow-write)";
const isUnix = Deno.build.os !== "windows";

/** A system whose arrivals and service times are in files, as its arguments and as what it is read from. */
const SYSTEM = JSON.stringify([{
  feed: { model: "recorded", file: "feed.csv" },
  ring: { capacity: 64 },
  consumers: [{ name: "one", service: { perEvent: { file: "times.txt" } } }],
}]);

const INPUTS = { "system.json": SYSTEM, "feed.csv": "1000\n2000\n3000\n", "times.txt": "100\n200\n" } as const;

/** Runs a command line with the files of this machine. */
async function run(command: string, args: readonly string[]): Promise<readonly [status: number, stderr: string]> {
  if (command === "explore") {
    const { status, stderr } = await explore(args, {}, { files: DENO_FILES, input: DENO_INPUT });
    return [status, stderr];
  }
  if (command === "live") {
    const io = Object.assign(recordedIo(), {
      size: () => undefined,
      gone: new AbortController().signal,
      onFilesOpen: () => {},
      onPageOpen: () => {},
    });
    return [await runLiveCommand([...args, "--seconds", "0.1", "--lines"], io), io.stderr];
  }
  const [world, io] = worldOf({});
  const real = { ...world, files: DENO_FILES, input: DENO_INPUT };
  return [await (command === "simulate" ? runSimulate : runCapacityCommand)(args, real), io.stderr];
}

async function inFolder(act: (folder: string) => Promise<void>): Promise<void> {
  const folder = Deno.realPathSync(Deno.makeTempDirSync());
  try {
    for (const [name, text] of Object.entries(INPUTS)) Deno.writeTextFileSync(`${folder}/${name}`, text);
    if (isUnix) {
      Deno.symlinkSync("system.json", `${folder}/link.json`);
      Deno.symlinkSync(".", `${folder}/here`);
    }
    await act(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** Each output of a command that may be given the path of an input. */
const OUTPUTS: readonly (readonly [command: string, options: readonly string[]])[] = [
  ["simulate", ["html", "timeline", "hgrm"]],
  ["capacity", ["html"]],
  ["live", ["html", "timeline", "hgrm"]],
  ["explore", ["out", "element"]],
];

/** What is written in place of an input, and the input. The page is of a specification: it reads no other file. */
const PLACES = [
  ["system.json", "system.json"],
  ["../NAME/system.json", "system.json"],
  ...(isUnix ? [["link.json", "system.json"], ["here/system.json", "system.json"], ["system.json", "link.json"]] : []),
] as const;

for (const [command, options] of OUTPUTS) {
  Deno.test(`${command} refuses to write its report, or what else it writes, where it reads${skipped}`, {
    ignore: !mayWrite,
  }, () =>
    inFolder(async (folder) => {
      const name = folder.slice(folder.lastIndexOf(isUnix ? "/" : "\\") + 1);
      const isPage = command === "explore";
      const files = isPage ? [] : [["feed.csv", "system.json", "feed.csv"], ["times.txt", "system.json", "times.txt"]];
      for (const option of options) {
        for (const [output, operand, input = operand] of [...PLACES, ...files]) {
          const path = `${folder}/${output.replace("NAME", name)}`;
          const result = await run(command, [`${folder}/${operand}`, `--${option}`, path]);
          const message = `--${option} must be another file than the input ${folder}/${input}, got ${path}`;
          assertEquals(result, [2, `error: ${message}\n`], `${option} ${output}`);
        }
      }
      const left = Object.keys(INPUTS).map((name) => [name, Deno.readTextFileSync(`${folder}/${name}`)]);
      assertEquals(Object.fromEntries(left), INPUTS, "nothing has been written");
      assertEquals([...Deno.readDirSync(folder)].length, isUnix ? 5 : 3, "and no draft is left");
    }));
}

Deno.test(`live refuses metrics in place of its specification, and simulate the table of one of several${skipped}`, {
  ignore: !mayWrite,
}, () =>
  inFolder(async (folder) => {
    const system = `${folder}/system.json`;
    assertEquals(await run("live", [system, "--metrics-file", system]), [
      2,
      `error: --metrics-file must be another file than the input ${system}, got ${system}\n`,
    ]);
    const several = ["--arrivals", `${folder}/t-b.csv`, "--consumer", "a:1us", "--consumer", "b:1us"];
    Deno.writeTextFileSync(`${folder}/t-b.csv`, INPUTS["feed.csv"]);
    assertEquals(await run("simulate", [...several, "--hgrm", `${folder}/t.csv`]), [
      2,
      `error: --hgrm must be another file than the input ${folder}/t-b.csv, got ${folder}/t-b.csv\n`,
    ]);
    assertEquals(Deno.readTextFileSync(`${folder}/t-b.csv`), INPUTS["feed.csv"]);
  }));

Deno.test(
  `what is written beside what is read is written${skipped}`,
  { ignore: !mayWrite },
  () =>
    inFolder(async (folder) => {
      for (
        const [command, [option]] of OUTPUTS.filter(([command]) => command === "simulate" || command === "capacity")
      ) {
        const path = `${folder}/${command}`;
        assertEquals(await run(command, [`${folder}/system.json`, `--${option}`, path]), [0, ""]);
        assertEquals(Deno.statSync(path).isFile, true);
      }
    }),
);

Deno.test("an input that is not there is told by who reads it", async () => {
  const none = "/tmp-of-nobody/system.json";
  const [world, io] = worldOf({});
  assertEquals(await runSimulate([none, "--html", none], world), 2);
  assertEquals(io.stderr.startsWith(`error: cannot read ${none}: `), true, io.stderr);
});
