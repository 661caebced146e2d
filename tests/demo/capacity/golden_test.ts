import { runCapacityCommand } from "../../../demo/capacity/run_sizing.ts";
import { runCapacity } from "../../../demo/capacity/run_capacity.ts";
import { GoldenFiles } from "../_golden.ts";
import { worldOf } from "../simulate/_world.ts";
import { recordedIo } from "../terminal/_io.ts";

// What `capacity` prints, byte for byte, on every machine. To write the files anew:
//
//   deno test --allow-read --allow-write tests/demo/capacity/golden_test.ts -- --update

const golden = new GoldenFiles(new URL("./golden/", import.meta.url));

function capacity(...args: string[]): string {
  const io = recordedIo();
  runCapacity(args, io);
  return io.stdout;
}

golden.test("capacity.txt", "capacity", () => capacity());
golden.test("capacity.json", "capacity --json", () => capacity("--json"));

async function sizing(...args: string[]): Promise<string> {
  const [world, io] = worldOf({});
  await runCapacityCommand(args, world);
  return io.stdout;
}

const BURST = ["--arrivals", "on-off:burst=2000,rate=2M/s", "--consumer", "execution:800ns", "--max-loss", "600"];

golden.test("help.txt", "capacity --help", () => sizing("--help"));
golden.test("sizing.txt", "capacity with arrivals", () => sizing(...BURST));
golden.test("sizing_brief.txt", "the same in brief", () => sizing(...BURST, "--brief"));
golden.test("sizing.json", "the same for programs", () => sizing(...BURST, "--json"));

golden.testNoOther();
