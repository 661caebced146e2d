import { runDemo } from "../../../demo/scenarios/run_demo.ts";
import { SCENARIOS } from "../../../demo/scenarios/catalogue/all.ts";
import { LOAD_SCENARIOS } from "../../../demo/scenarios/loads/all_loads.ts";
import { GoldenFiles } from "../_golden.ts";
import { recordedIo } from "../terminal/_io.ts";

// What the demo prints, byte for byte, on every machine. After a change that is meant to change it, write the files anew,
// and read the difference before it is committed:
//
//   deno test --allow-read --allow-write tests/demo/scenarios/golden_test.ts -- --update

const golden = new GoldenFiles(new URL("./golden/", import.meta.url));

function demo(...args: string[]): string {
  const io = recordedIo();
  runDemo(args, io);
  return io.stdout;
}

golden.test("help.txt", "demo", () => demo());
for (const { id } of SCENARIOS) {
  golden.test(`${id}.txt`, `demo ${id}`, () => demo(id));
  golden.test(`${id}.json`, `demo ${id} --json`, () => demo(id, "--json"));
}
for (const { id } of LOAD_SCENARIOS) golden.test(`${id}.txt`, `demo ${id}`, () => demo(id));
// A page, small and with an overrun: its text and its tables, for figures and styles have files of their own.
const PAGE = ["producer-heavy", "--capacity", "8", "--steps", "6", "--html", "-"];
golden.test(
  "page.html",
  `demo ${PAGE.join(" ")}`,
  () => demo(...PAGE).replaceAll(/<svg.*?<\/svg>/g, "").replace(/^[^]*(?=<body>)/, ""),
);
golden.test("trace.txt", "demo failure-recovery --trace", () => demo("failure-recovery", "--trace"));
golden.test("long.txt", "demo burst --steps 10000", () => demo("burst", "--steps", "10000"));

golden.testNoOther();
