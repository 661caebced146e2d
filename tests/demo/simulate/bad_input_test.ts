import { assertEquals, assertStringIncludes } from "@std/assert";
import { FakeFiles } from "../terminal/files/_fake_files.ts";
import { simulate } from "./_world.ts";

// Everything that can be wrong with what is given: each is answered with one line that names the file, the line or packet,
// the rule and the value, with status 2, and nothing is printed or written.

const CONSUMER = ["--consumer", "a:1us"];
const MODEL = ["--arrivals", "constant:rate=1k/s,events=5"];
const PCAP = [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, ...Array(8).fill(0), 0xff, 0xff, 0, 0, 1, 0, 0, 0];

type Content = string | readonly number[];

/** Contents of a recording, with what its refusal says. */
const RECORDINGS: [what: string, content: Content, says: string[], options?: string[], names?: string[]][] = [
  ["out of order", "5\n4\n", ["line 2", "at least 5 ns", "got 4 ns"]],
  ["out of order far behind", "5\n".repeat(10_000) + "4\n", ["line 10001", "got 4 ns"]],
  ["not a number", "5\nx\n", ["line 2", "digits", 'got "x"']],
  ["negative", "-5\n", ["line 1", "negative", 'got "-5"']],
  ["of more decimals than nanoseconds", "1.5\n", ["line 1", "at most 0 decimals in ns", 'got "1.5"']],
  ["of parts of a nanosecond", "0.0000000001\n", ["at most 9 decimals in s"], ["--time-unit", "s"]],
  ["empty", "", ["an empty file"]],
  ["a header and no more", "time_us\n", ["only a header"]],
  ["binary", [0, 1, 2, 3, 0xff, 0xfe], ["line 1", "text"]],
  ["a capture without packets", PCAP, ["a pcap without packets"]],
  ["a capture that is cut off", [...PCAP, 1, 2, 3], ["packet 1", "cut off"]],
  ["a pcapng", [0x0a, 0x0d, 0x0d, 0x0a, 0, 0, 0, 0], ["pcapng", "editcap -F pcap feed.csv"]],
  ["compressed", [0x1f, 0x8b, 8, 0], ["gzip", "gunzip -k feed.csv"]],
  ["of a negative size", "5,-1\n", ["line 1", "size", 'got "-1"']],
  ["of three columns", "5,1,2\n", ["line 1", "2 columns", 'got "5,1,2"']],
  ["of a time beyond all", "9223372036854775808\n", ["line 1", "2^63"]],
  ["longer than times are exact", "0\n9007199254740991\n", ["must have done everything before 2^53 - 1 ns"], [], []],
  ["cut to nothing", "5\n6\n", ["got none"], ["--from", "2us"]],
];

for (const [what, content, says, options = [], names = ["feed.csv"]] of RECORDINGS) {
  Deno.test(`a recording that is ${what} is refused in one line`, async () => {
    const bytes = typeof content === "string" ? content : Uint8Array.from(content);
    await refused(["--arrivals", "feed.csv", ...CONSUMER, ...options], { "feed.csv": bytes }, [...names, ...says]);
  });
}

/** Texts of a specification, with what their refusal says. */
const SPECIFICATIONS: [what: string, text: Content, says: string[], options?: string[]][] = [
  ["not JSON", '{\n "feed": }', ["line 2, column 10"]],
  ["empty", "", ["JSON", "empty"]],
  ["a list of none", "[]", ["at least 1"]],
  ["binary", [0xff, 0xfe], ["UTF-8"]],
  ["of an unknown key", '{"fed": {}}', ["fed", "did you mean feed?"]],
  ["of a key twice", '{"seed":1,\n"seed":2}', ['"seed"', "line 2"]],
  [
    "of two consumers of one name",
    '{"feed":{"model":"constant","rate":1,"events":2},"consumers":[{"name":"a","service":1},{"name":"a","service":1}]}',
    ["consumers[1].name", 'got "a"'],
  ],
  [
    "of service times that are not there",
    '{"feed":{"model":"constant","rate":1,"events":2},"consumers":[{"name":"a","service":{"perEvent":{"file":"b"}}}]}',
    ["cannot read b: No such file"],
  ],
  ["not the one that is picked", "{}", ["--run", "1 to 1", "got 2"], ["--run", "2"]],
];

for (const [what, text, says, options = []] of SPECIFICATIONS) {
  Deno.test(`a specification that is ${what} is refused in one line`, async () => {
    const bytes = typeof text === "string" ? text : Uint8Array.from(text);
    await refused(["spec.json", ...options], { "spec.json": bytes }, says);
  });
}

/** What is typed, with what its refusal says. */
const OPTIONS: [args: string[], says: string[]][] = [
  [["--arrivals", "folder/", ...CONSUMER], ["folder/", "it is a folder"]],
  [["--arrivals", "missing.csv", ...CONSUMER], ["missing.csv", "No such file"]],
  [["--arrivals", "secret.csv", ...CONSUMER], [
    "--allow-read=secret.csv: deno run --allow-read=secret.csv demo/simulate.ts --arrivals secret.csv --consumer a:1us",
  ]],
  [["--arrivals", "poisson:rate=100k/s", ...CONSUMER], ["--duration is missing"]],
  [["--arrivals", "poisson:rate=0/s", "--duration", "1s", ...CONSUMER], ["--arrivals poisson: rate", 'got "0/s"']],
  [["--arrivals", "poisson:rate=2000M/s", "--duration", "1s", ...CONSUMER], ["1000M/s", 'got "2000M/s"']],
  [["--arrivals", "poison:rate=2M/s", "--duration", "1s", ...CONSUMER], ["did you mean poisson?"]],
  [["--arrivals", "poisson:rat=2M/s", "--duration", "1s", ...CONSUMER], ["did you mean rate?"]],
  [["--arrivals", "poisson:rate=1000M/s", "--duration", "1000000s", ...CONSUMER], ["--arrivals must bring at most"]],
  [[...MODEL, ...CONSUMER, "--duration", "9999999999s"], ["--duration", 'got "9999999999s"']],
  [[...MODEL, ...CONSUMER, "--duration", "1.5ns"], ["parts of a nanosecond"]],
  [[...MODEL, ...CONSUMER, "--consumer", "a:2us"], ["--consumer must be a name that no other consumer has"]],
  [[...MODEL, "--consumer", "a:1us:skip"], ["did you mean skip-to-head?"]],
  [[...MODEL, "--consumer", "a"], ["NAME:SERVICE", 'got "a"']],
  [[...MODEL, ...CONSUMER, "--capacity", "60"], ["--capacity must be a power of two"]],
  [[...MODEL, ...CONSUMER, "--speed", "2"], ["--speed is for recorded arrivals"]],
  [MODEL, ["nobody consumes: give --consumer"]],
  [CONSUMER, ["nothing arrives: give --arrivals"]],
  [[...MODEL, ...CONSUMER, "--run", "1"], ["--run picks a specification of a file"]],
  [[...MODEL, ...CONSUMER, "--json", "--brief"], ["--json and --brief both say what is printed"]],
  [[...MODEL, ...CONSUMER, "--json", "--hgrm", "-"], ["--json and --hgrm - both say what is printed"]],
  [[...MODEL, ...CONSUMER, "--max-p99", "5x"], ["--max-p99 must be a duration", 'got "5x"']],
  [[...MODEL, ...CONSUMER, "--max-loss", "-1"], ["--max-loss must be an integer from 0", "got -1"]],
  [[...MODEL, ...CONSUMER, "--seed", "-1"], ["--seed must be an integer", 'got "-1"']],
  [[...MODEL, "--consumer", "x/y:1us", "--consumer", "x y:1us", "--hgrm", "a"], ["two of their names make the same"]],
  [["-", "--arrivals", "-", ...CONSUMER], ["standard input, which can be read once"]],
  [["a.json", "b.json"], ["one specification at a time"]],
  [["--arival", "x"], ["did you mean --arrivals?"]],
];

for (const [args, says] of OPTIONS) {
  Deno.test(`simulate ${args.join(" ")} is refused in one line`, () => refused(args, { "folder/": "" }, says));
}

async function refused(
  args: readonly string[],
  inputs: Readonly<Record<string, string | Uint8Array>>,
  says: readonly string[],
): Promise<void> {
  const files = new FakeFiles();
  const hgrm = args.includes("--hgrm") ? [] : ["--hgrm", "out.hgrm"];
  const { status, stdout, stderr } = await simulate([...args, ...hgrm], { inputs, files });
  assertEquals([status, stdout, stderr.split("\n").length], [2, "", 2], stderr);
  for (const text of says) assertStringIncludes(stderr, text);
  assertEquals([...files.content.keys()], []);
}
