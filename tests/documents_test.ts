/**
 * The commands of the documents, of the comments in the sources and of the help: each is run here as it stands, or in the
 * short form that stands beside it, or is marked there as not run. A transcript has to be what its command prints, to the
 * byte.
 *
 * Beside a command, in its block: `# the tests run it with ARGUMENTS`, which replace what the command says of the same
 * options, or `# not run by the tests: REASON`. For commands that stand in a line of text, docs/testing.md has a table.
 *
 * To write the transcripts anew: `deno task test tests/documents_test.ts -- --update`.
 */
import { assert, assertEquals, assertThrows } from "@std/assert";

const ROOT = new URL("../", import.meta.url);
const NEEDED = ["run", "read", "write"] as const;
const missing = NEEDED.filter((name) => Deno.permissions.querySync({ name }).state !== "granted");
const ignore = missing.length > 0;
const skipped = ignore ? ` (skipped without --allow-${missing.join(" --allow-")})` : "";

const DOCUMENTS = ignore ? [] : [
  "README.md",
  "CONTRIBUTING.md",
  ...[...Deno.readDirSync(new URL("docs/", ROOT))].map(({ name }) => `docs/${name}`).filter((name) =>
    name.endsWith(".md")
  ).sort(),
];
/** Folders whose sources have comments with commands. */
const SOURCES = ["core", "control", "runtime", "config", "demo", "tools", "bench"];

/** Has the table of the commands in text. */
const TABLE_DOCUMENT = "docs/testing.md";
const TABLE_HEAD = "| command in text";

/** A command, and where it stands. */
interface Command {
  readonly place: string;
  readonly text: string;
  /** What to run in its place; nothing, if it is marked as not run. */
  readonly run: string | undefined;
}

/**
 * The commands of a block of a shell, with what stands beside them.
 *
 * @throws {Error} if a mark cannot be understood
 */
function commandsOfBlock(place: string, block: string): Command[] {
  // A mark above a command stands for one beside it.
  const lines = block.replace(/\\\n\s*/g, "").replace(/^\s*(#.*)\n\s*(.*)$/gm, "$2 $1");
  return lines.split("\n").filter((line) => line.trim() !== "").map((line) => {
    const [, written, comment = ""] = /^(.*?)(?:\s+#\s*(.*))?$/.exec(line.trim()) ?? [];
    const command = withoutNpx(written);
    const isNotRun = /^not run by the tests: \S/.test(comment);
    const instead = /\bthe tests run it with (.+)$/.exec(comment)?.[1];
    if (!isNotRun && instead === undefined && /\btests\b/.test(comment)) {
      throw new Error(`${place}: a mark that says nothing to the tests: ${line}`);
    }
    const run = isNotRun ? undefined : instead === undefined ? command : runWith(command, instead);
    return { place, text: command, run };
  });
}

/** What npx fetches is the program that runs this. */
function withoutNpx(command: string): string {
  return command.replace(/^npx -y deno@\S+/, "deno");
}

/** A command with other values of some options: all that it says of these is replaced. */
function runWith(command: string, args: string): string {
  const replaced = new Set(args.match(/(?<=^| )--[\w-]+/g) ?? []);
  const words = command.split(" ");
  const kept = words.filter((word, n) => {
    const option = /^--[\w-]+/.exec(word)?.[0] ?? "";
    const isValue = n > 0 && replaced.has(words[n - 1]) && !word.startsWith("--");
    return !replaced.has(option) && !isValue;
  });
  return `${kept.join(" ")} ${args}`;
}

/** The text of a document without its blocks and without the table of commands, with a space for every end of a line. */
function proseOf(document: string): string {
  const prose = document.replace(/^```[^]*?^```$/gm, "");
  const table = prose.indexOf(TABLE_HEAD);
  const end = table < 0 ? -1 : prose.indexOf("\n\n", table);
  return (table < 0 ? prose : prose.slice(0, table) + prose.slice(end)).replace(/\n/g, " ");
}

/** Commands that stand in text, between backquotes. */
function commandsOfText(place: string, text: string): Command[] {
  return [...text.matchAll(/`((?:deno|npx|g\+\+) [^`]+)`/g)].map(([, written]) => {
    const command = withoutNpx(written.replace(/\s*\[[^\]]*\]\.*/g, "").replace(/\s+/g, " ").trim());
    return { place, text: command, run: command };
  }).filter(({ text }) => !/^deno (?:task|run)$/.test(text));
}

function blocksOf(document: string, language: string): string[] {
  return [...document.matchAll(new RegExp("^```" + language + "\\n([^]*?)^```$", "gm"))].map(([, block]) => block);
}

function commandsOfDocument(place: string, document: string): Command[] {
  return [
    ...blocksOf(document, "(?:sh|bash|shell)").flatMap((block) => commandsOfBlock(place, block)),
    ...commandsOfText(place, proseOf(document)),
  ];
}

function isRow(line: string): boolean {
  return line.startsWith("|");
}

/** What runs in place of a command: another command, or a check of its own. */
interface TableRow {
  readonly command: string;
  readonly answer: string;
}

/** A row of the table of the commands in text. */
function tableRow(line: string): TableRow | undefined {
  const [, command, answer] =
    /^\| `((?:deno|npx|g\+\+) [^`]+)` +\| ((?:`deno .*?` in its place|not run: \S.*?|[^|]*? runs it(?:, .*?)?)) +\|$/
      .exec(line) ?? [];
  return command === undefined ? undefined : { command, answer };
}

function readTable(document: string): TableRow[] {
  const lines = document.split("\n");
  const from = lines.findIndex((line) => line.startsWith(TABLE_HEAD));
  assert(from >= 0, `${TABLE_DOCUMENT} has a table of the commands in text`);
  const rows: TableRow[] = [];
  for (const line of lines.slice(from + 2)) {
    if (!isRow(line)) break;
    const row = tableRow(line);
    assert(row !== undefined, `a row says what is run, by whom, or that nothing is: ${line}`);
    rows.push(row);
  }
  return rows;
}

/** The commands in the comments of a source. */
function commandsOfSource(place: string, source: string): Command[] {
  const comments = source.split("\n").filter((line) => /^\s*(?:\/?\*\*?|\/\/) /.test(line))
    .map((line) => line.replace(/^\s*(?:\/?\*\*?|\/\/) ?/, "").replace(/\s*\*\/$/, ""));
  const block = comments.filter((line) =>
    /^\s*(?:# .*\btests\b|deno (?:task|run|bench|test|add) |npx |g\+\+ )/.test(line)
  );
  return [
    ...commandsOfBlock(place, block.join("\n")),
    // What is said of Deno itself is no command of the project.
    ...commandsOfText(place, comments.join(" ")).filter(({ text }) => /^deno (?:task|run) /.test(text)),
  ];
}

function* sourcesIn(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(new URL(folder, ROOT))) {
    const path = `${folder}/${name}`;
    if (isDirectory) yield* sourcesIn(path);
    else if (/\.(?:ts|cpp|wat)$/.test(name)) yield path;
  }
}

function read(path: string): string {
  return Deno.readTextFileSync(new URL(path, ROOT));
}

function allCommands(): Command[] {
  return [
    ...DOCUMENTS.flatMap((path) => commandsOfDocument(path, read(path))),
    ...SOURCES.flatMap((folder) => [...sourcesIn(folder)]).flatMap((path) => commandsOfSource(path, read(path))),
  ];
}

/** What is to be run, with the places that want it; and the rows of the table that nobody needs. */
function planOf(commands: readonly Command[], rows: readonly TableRow[]) {
  const byText = new Map(rows.map(({ command, answer }) => [command, answer]));
  const shown = new Map(commands.filter(({ text, run }) => run !== text).map(({ text, run }) => [text, run]));
  const unused = new Set(byText.keys());
  const plan = new Map<string, string>();
  for (const { place, text, run } of commands) {
    const answer = byText.get(text);
    unused.delete(text);
    const isMarked = run !== text;
    // A command in text that stands in a block as well is run as it is there.
    const wanted = isMarked ? run : answer !== undefined ? insteadOf(answer) : shown.has(text) ? shown.get(text) : run;
    if (wanted !== undefined) plan.set(wanted, place);
  }
  return { plan, unused: [...unused] };
}

/** The command in an answer of the table; nothing, if something else runs it or nothing does. */
function insteadOf(answer: string): string | undefined {
  return /^`(deno .*)` in its place$/.exec(answer)?.[1];
}

const hasCompiler = !ignore && Deno.build.os !== "windows" &&
  new Deno.Command("sh", { args: ["-c", "command -v g++"], stdout: "null" }).outputSync().success;

/** Runs a command in a folder, as a shell does. */
async function run(command: string, cwd: URL | string): Promise<{ code: number; stdout: string; stderr: string }> {
  const words = command.replaceAll('"', "").split(/\s+/);
  const isAssignment = (word: string) => /^[A-Z_]+=/.test(word);
  const begin = words.findIndex((word) => !isAssignment(word));
  const assignments = words.slice(0, begin).map((word): [string, string] => {
    const end = word.indexOf("=");
    return [word.slice(0, end), word.slice(end + 1)];
  });
  const program = words[begin] === "deno" ? Deno.execPath() : words[begin];
  const output = await new Deno.Command(program, {
    args: words.slice(begin + 1),
    cwd,
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", ...Object.fromEntries(assignments) },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { code: output.code, stdout: decoder.decode(output.stdout), stderr: decoder.decode(output.stderr) };
}

/** Copies the project, so that commands may write into it. */
function copyProject(to: string): void {
  const copy = (from: URL, folder: string) => {
    Deno.mkdirSync(folder, { recursive: true });
    for (const { name, isDirectory, isFile } of Deno.readDirSync(from)) {
      if (from === ROOT && LEFT_OUT.has(name)) continue;
      if (isDirectory) copy(new URL(`${encodeURIComponent(name)}/`, from), `${folder}/${name}`);
      else if (isFile) Deno.copyFileSync(new URL(encodeURIComponent(name), from), `${folder}/${name}`);
    }
  };
  copy(ROOT, to);
}

const LEFT_OUT = new Set([".git", "node_modules", "coverage", "metrics", ".deno"]);

Deno.test(`documents, comments and help name commands that run${skipped}`, { ignore }, async () => {
  const commands = allCommands();
  const { plan, unused } = planOf(commands, readTable(read(TABLE_DOCUMENT)));
  assertEquals(unused, [], `rows of the table in ${TABLE_DOCUMENT} for commands that stand nowhere`);
  assert(plan.size > 20, "there are commands");
  const folder = await Deno.makeTempDir();
  const failures: string[] = [];
  try {
    copyProject(folder);
    for (const [command, place] of plan) {
      if (!command.startsWith("deno ") && Deno.build.os === "windows") continue;
      if (!hasCompiler && /g\+\+|bench\/control\/control/.test(command)) continue;
      const { code, stdout, stderr } = await run(command, folder);
      if (code !== 0) {
        failures.push(`${place}: ${command}: status ${code}\n${stdout.slice(-500)}${stderr.slice(-1_000)}`);
      }
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  assertEquals(failures, []);
});

Deno.test(`documents show transcripts that are what the commands print${skipped}`, { ignore }, async () => {
  let shown = 0;
  for (const path of DOCUMENTS) {
    let document = read(path);
    for (const block of blocksOf(document, "console")) {
      const [, command, output] = /^\$ (.+)\n([^]*)$/.exec(block) ?? [];
      assert(command !== undefined, `${path}: a transcript begins with its command: ${block}`);
      const { code, stdout } = await run(command, ROOT);
      // A runbook that is made to fail says so, and that is what is shown.
      assert(code <= 1, `${command}: status ${code}`);
      shown++;
      if (Deno.args.includes("--update")) document = document.replace(block, () => `$ ${command}\n${stdout}`);
      else assertEquals(output, stdout, `${path}: ${command}`);
    }
    if (Deno.args.includes("--update")) Deno.writeTextFileSync(new URL(path, ROOT), document);
  }
  assert(shown > 0, "there are transcripts");
});

Deno.test(`a task that a document, a source or a help names is one that there is${skipped}`, { ignore }, () => {
  const { tasks } = JSON.parse(read("deno.json"));
  const paths = [...DOCUMENTS, ...SOURCES.flatMap((folder) => [...sourcesIn(folder)])];
  for (const path of paths) {
    for (const [, name] of read(path).matchAll(/\bdeno task ([a-z][\w:]*)/g)) {
      assert(Object.hasOwn(tasks, name), `${path}: there is no task ${name}`);
    }
  }
});

/** Files and folders of the project that a document names, without the table that `deno task mutate` writes. */
function pathsOf(document: string): string[] {
  const own = document.replace(/^<!-- mutation: begin -->$[^]*?^<!-- mutation: end -->$/m, "");
  const inBackquotes = /`((?:core|control|runtime|config|demo|tests|tools|bench|docs)\/[\w./*-]*)`/g;
  // In a drawing a path stands bare, and only a file can be told from other words.
  const bare = /(?<![\w/.:`-])((?:core|control|runtime|config|demo|tests|tools|bench)\/[\w/-]+\.ts)\b/g;
  return [...own.matchAll(inBackquotes), ...own.matchAll(bare)].map(([, path]) => path);
}

function exists(path: string): boolean {
  const file = path.replace(/[^/]*\*.*$/, "");
  try {
    Deno.statSync(new URL(file, ROOT));
    return true;
  } catch {
    return false;
  }
}

Deno.test(`documents name files and folders that exist${skipped}`, { ignore }, () => {
  const paths = DOCUMENTS.flatMap((document) => pathsOf(read(document)).map((path) => ({ document, path })));
  assert(paths.length > 50, "there are paths");
  assertEquals(paths.filter(({ path }) => !exists(path)), []);
});

Deno.test("pathsOf finds paths in text and in drawings, and none in the table of the mutations", () => {
  const document = [
    "See `core/bus/` and `demo/live/between/*.ts`, not `core` or `a/b.ts`.",
    "  |   core/gone.ts   1  a step",
    "<!-- mutation: begin -->",
    "- `core/old.ts`",
    "<!-- mutation: end -->",
  ].join("\n");
  assertEquals(pathsOf(document), ["core/bus/", "demo/live/between/*.ts", "core/gone.ts"]);
});

Deno.test(`commands that are run elsewhere are${skipped}`, { ignore }, () => {
  const ok = read("tools/ok.ts");
  for (const { command, answer } of readTable(read(TABLE_DOCUMENT))) {
    const [, by] = /^`?(.*?)`? runs it(?:,|$)/.exec(answer) ?? [];
    if (by === undefined) continue;
    if (by === "deno task ok") {
      const words = command.replace(/^deno /, "").split(" ").filter((word) => word !== "--" && word !== "bench");
      const inOrder = new RegExp(words.map((word) => `"${word}"`).join("[^)]*"));
      assert(words.length === 0 || inOrder.test(ok), `tools/ok.ts runs ${command}`);
    } else {
      const name = command.split(" ")[2];
      assert(read(by).includes(name), `${by} has to do with ${command}`);
    }
  }
});

Deno.test("commandsOfDocument finds commands in blocks, in text and in tables, with what stands beside them", () => {
  const document = [
    "Try `deno task demo",
    "balanced`, or `deno task mutate [GROUP...]`; `deno.json` is none.",
    "",
    "```sh",
    "deno task chaos --seeds 1000   # the tests run it with --seeds 10",
    "deno task live --inject 1:activate --json \\",
    "  --inject=2:deactivate   # in a minute; the tests run it with --seconds 1 --inject 0.5:activate",
    "deno add jsr:x # not run by the tests: there is none",
    "```",
    "",
    "| a | `deno lint` |",
  ].join("\n");
  assertEquals(commandsOfDocument("a.md", document).map(({ text, run }) => [text, run]), [
    ["deno task chaos --seeds 1000", "deno task chaos --seeds 10"],
    [
      "deno task live --inject 1:activate --json --inject=2:deactivate",
      "deno task live --json --seconds 1 --inject 0.5:activate",
    ],
    ["deno add jsr:x", undefined],
    ["deno task demo balanced", "deno task demo balanced"],
    ["deno task mutate", "deno task mutate"],
    ["deno lint", "deno lint"],
  ]);
  assertThrows(
    () => commandsOfDocument("a.md", "```sh\ndeno task ok # no tests\n```\n"),
    Error,
    "says nothing to the tests",
  );
});

Deno.test("commandsOfSource finds commands in comments, and not in code", () => {
  const source = [
    "/**",
    " * Does it: `deno task demo balanced`.",
    " *",
    " *     deno task soak --minutes 10   # not run by the tests: takes ten minutes",
    " */",
    "const text = `deno task nothing`;",
  ].join("\n");
  assertEquals(commandsOfSource("a.ts", source).map(({ text, run }) => [text, run]), [
    ["deno task soak --minutes 10", undefined],
    ["deno task demo balanced", "deno task demo balanced"],
  ]);
});

Deno.test("planOf runs what stands nowhere else, and finds rows that nobody needs", () => {
  const command = (text: string, run?: string): Command => ({ place: "a.md", text, run: run ?? text });
  const rows = [
    { command: "deno task garbage", answer: "tests/tools/garbage_test.ts runs it" },
    { command: "deno task soak", answer: "`deno task soak --smoke` in its place" },
    { command: "deno task old", answer: "not run: it is gone" },
  ];
  const commands = [
    command("deno task new"),
    command("deno task garbage"),
    command("deno task soak"),
    command("deno task chaos --seeds 1000", "deno task chaos --seeds 10"),
    command("deno task chaos --seeds 1000"),
    { place: "a.md", text: "deno add jsr:x", run: undefined },
  ];
  const { plan, unused } = planOf(commands, rows);
  assertEquals([...plan.keys()], ["deno task new", "deno task soak --smoke", "deno task chaos --seeds 10"]);
  assertEquals(unused, ["deno task old"]);
});

Deno.test(
  `a command that fails, and a transcript of what is not printed, are found out${skipped}`,
  { ignore },
  async () => {
    assertEquals((await run("deno task demo produce-heavy", ROOT)).code, 2);
    assert((await run("deno task demo", ROOT)).stdout !== "nothing\n");
  },
);

Deno.test(`README names the version that CI runs${skipped}`, { ignore }, () => {
  const ci = read(".ci/run");
  for (const [, version] of read("README.md").matchAll(/deno@(\S+)/g)) assert(ci.includes(version), version);
});
