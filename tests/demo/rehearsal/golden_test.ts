import { runRunbook } from "../../../demo/rehearsal/run_runbook.ts";
import { REHEARSALS } from "../../../demo/rehearsal/rehearsals.ts";
import { GoldenFiles } from "../_golden.ts";
import { recordedIo } from "../terminal/_io.ts";

// What rehearsals print, byte for byte, on every machine. After a change that is meant to change it, write the files anew,
// and read the difference before it is committed:
//
//   deno test --allow-read --allow-write tests/demo/rehearsal/golden_test.ts -- --update

const golden = new GoldenFiles(new URL("./golden/", import.meta.url));

function test(file: string, ...args: string[]): void {
  golden.test(file, ["runbook", ...args].join(" "), () => {
    const io = recordedIo();
    runRunbook(args, io);
    return io.stdout;
  });
}

test("help.txt");
for (const { id } of REHEARSALS) {
  test(`${id}.txt`, id, "--approve");
  test(`${id}.json`, id, "--approve", "--json");
  test(`${id}_dry_run.txt`, id, "--dry-run");
}
test("dry_run.json", "failover-drill", "--dry-run", "--json");
test("unapproved.txt", "drain-and-shut-down");
test("refused.txt", "failover-drill", "--approve", "--inject", "15:activate");
test("refused.json", "failover-drill", "--approve", "--inject", "15:activate", "--json");
test("taken_back.txt", "drain-and-shut-down", "--approve", "--fail", "drain");
test("irreversible.txt", "drain-and-shut-down", "--approve", "--fail", "shut-down");
test("checks.txt", "isolate-slow-consumer", "--approve", "--check", "loss=0", "--check", "quiet=5000:1000");

golden.testNoOther();
