import { runCapacity } from "../../../demo/capacity/run_capacity.ts";
import { GoldenFiles } from "../_golden.ts";
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

golden.testNoOther();
