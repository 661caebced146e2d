import { assertEquals } from "@std/assert";
import { runCapacity } from "../../demo/command_line/run_capacity.ts";
import { runDemo } from "../../demo/command_line/run_demo.ts";
import { SCENARIOS } from "../../demo/scenarios/all.ts";
import { recordedIo } from "./_io.ts";

// What the demo prints, byte for byte, on every machine. After a change that is meant to change it, write the files anew,
// and read the difference before it is committed:
//
//   deno test --allow-read --allow-write tests/demo/golden_test.ts -- --update

const GOLDEN = new URL("./golden/", import.meta.url);
const isUpdate = Deno.args.includes("--update");
const lacking = (isUpdate ? ["read", "write"] as const : ["read"] as const)
  .filter((name) => Deno.permissions.querySync({ name, path: GOLDEN }).state !== "granted");
const skipped = lacking.length === 0 ? "" : ` (skipped without ${lacking.map((name) => `--allow-${name}`).join(", ")})`;

function golden(file: string, command: string, print: () => string): void {
  Deno.test(
    `The output of ${command} is that of golden/${file}${skipped}`,
    { ignore: lacking.length > 0 },
    async () => {
      const printed = print();
      const path = new URL(file, GOLDEN);
      if (isUpdate) await Deno.writeTextFile(path, printed);
      assertEquals(printed, await Deno.readTextFile(path));
    },
  );
}

function demo(...args: string[]): string {
  const io = recordedIo();
  runDemo(args, io);
  return io.stdout;
}

function capacity(...args: string[]): string {
  const io = recordedIo();
  runCapacity(args, io);
  return io.stdout;
}

golden("help.txt", "demo", () => demo());
for (const { id } of SCENARIOS) {
  golden(`${id}.txt`, `demo ${id}`, () => demo(id));
  golden(`${id}.json`, `demo ${id} --json`, () => demo(id, "--json"));
}
golden("trace.txt", "demo failure-recovery --trace", () => demo("failure-recovery", "--trace"));
golden("long.txt", "demo burst --steps 10000", () => demo("burst", "--steps", "10000"));
golden("capacity.txt", "capacity", () => capacity());
golden("capacity.json", "capacity --json", () => capacity("--json"));

Deno.test(`Every file in golden is the output of a command${skipped}`, { ignore: lacking.length > 0 }, () => {
  const files = [...Deno.readDirSync(GOLDEN)].map(({ name }) => name).sort();
  const expected = SCENARIOS.flatMap(({ id }) => [`${id}.txt`, `${id}.json`])
    .concat("help.txt", "trace.txt", "long.txt", "capacity.txt", "capacity.json").sort();
  assertEquals(files, expected);
});
