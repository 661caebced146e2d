import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { DenoFiles, type FileOps } from "../../../../demo/terminal/files/deno_files.ts";
import { folderOf, nameOf } from "../../../../demo/terminal/files/file_access.ts";

const mayWrite = (["read", "write"] as const).every((name) => Deno.permissions.querySync({ name }).state === "granted");
const skipped = mayWrite ? "" : " (skipped without --allow-read, --allow-write)";
const isUnix = Deno.build.os !== "windows";

/** A test in a folder of its own. */
function test(name: string, run: (folder: string) => void | Promise<void>, { ignore = false } = {}): void {
  Deno.test(`${name}${skipped}`, { ignore: ignore || !mayWrite }, async () => {
    const folder = Deno.realPathSync(Deno.makeTempDirSync());
    try {
      await run(folder);
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  });
}

/** A test of what Windows has not, or has otherwise. */
function unixTest(name: string, run: (folder: string) => void | Promise<void>): void {
  test(name, run, { ignore: !isUnix });
}

const FILES = new DenoFiles();

const DRAFT = /^(.+)\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

function modeOf(path: string): string {
  return (Deno.lstatSync(path).mode! & 0o7777).toString(8);
}

/** Calls of which one fails. */
function failing(name: keyof FileOps, error = new Error(`${name} fails`)): FileOps {
  return {
    ...Deno,
    [name]: () => {
      throw error;
    },
  };
}

test("DenoFiles.replace writes beside a file, and then puts that in its place", (folder) => {
  const path = `${folder}/m.prom`;
  const seen: string[][] = [];
  const files = new DenoFiles({
    ...Deno,
    renameSync: (from, to) => {
      seen.push(namesIn(folder));
      assertEquals([Deno.readTextFileSync(from), to], ["new", path]);
      Deno.renameSync(from, to);
    },
  });
  files.replace(path, "new");
  Deno.writeTextFileSync(path, "old");
  files.replace(path, "new");
  assertEquals([Deno.readTextFileSync(path), namesIn(folder)], ["new", ["m.prom"]]);
  const drafts = seen.map((names) => names.find((name) => name !== "m.prom")!);
  for (const draft of drafts) assertMatch(draft, DRAFT);
  assert(drafts[0] !== drafts[1], "another name each time");
});

unixTest("DenoFiles.replace keeps the mode of a file, whatever the umask", (folder) => {
  const path = `${folder}/m.prom`;
  Deno.writeTextFileSync(path, "old");
  for (const mode of [0o664, 0o600, 0o640, 0o666, 0o444, 0o4755]) {
    Deno.chmodSync(path, mode);
    FILES.replace(path, "new");
    assertEquals([modeOf(path), Deno.readTextFileSync(path)], [mode.toString(8), "new"]);
  }
});

unixTest("DenoFiles.replace gives a new file the mode that any new file has", (folder) => {
  Deno.writeTextFileSync(`${folder}/other`, "");
  FILES.replace(`${folder}/m.prom`, "new");
  assertEquals(modeOf(`${folder}/m.prom`), modeOf(`${folder}/other`));
});

unixTest("DenoFiles.replace never lets anybody read a draft who could not read the file", (folder) => {
  const path = `${folder}/m.prom`;
  Deno.writeTextFileSync(path, "old");
  Deno.chmodSync(path, 0o600);
  const modes: string[] = [];
  const look = () => modes.push(modeOf(`${folder}/${namesIn(folder).find((name) => DRAFT.test(name))}`));
  const files = new DenoFiles({
    ...Deno,
    openSync: (draft, options) => {
      const file = Deno.openSync(draft, options);
      look();
      return file;
    },
    renameSync: (from, to) => {
      look();
      Deno.renameSync(from, to);
    },
  });
  files.replace(path, "new");
  assertEquals(modes, ["600", "600"]);
});

unixTest("DenoFiles.replace keeps the owner where it may, else the group, else the mode alone", (folder) => {
  const path = `${folder}/m.prom`;
  Deno.writeTextFileSync(path, "old");
  const { uid, gid } = Deno.lstatSync(path);
  const foreign = { uid: uid! + 1, gid: gid! + 1 };
  for (const allowed of [2, 1, 0]) {
    const asked: (readonly [number | null, number | null])[] = [];
    const files = new DenoFiles({
      ...Deno,
      lstatSync: (at) => {
        const info = Deno.lstatSync(at);
        return at === path ? { ...info, ...foreign } : info;
      },
      chownSync: (_, uid, gid) => {
        asked.push([uid, gid]);
        if (asked.length + allowed < 3) throw new Deno.errors.NotCapable("not yours");
      },
    });
    Deno.chmodSync(path, 0o664);
    files.replace(path, "new");
    const both = [[foreign.uid, foreign.gid], [null, foreign.gid]] as const;
    assertEquals([asked, modeOf(path)], [allowed === 2 ? [both[0]] : both.slice(), "664"]);
  }
  const files = new DenoFiles(failing("chownSync"));
  files.replace(path, "it was its own"); // and no owner is asked for
});

test("DenoFiles.replace takes a text in pieces, and leaves the file as it was if one cannot be made", (folder) => {
  const path = `${folder}/t.json`;
  FILES.replace(path, ["🚀 one, ", "", "two"]);
  assertEquals(Deno.readTextFileSync(path), "🚀 one, two");
  const broken = function* () {
    yield "a beginning";
    throw new Error("no more");
  };
  assertThrows(() => FILES.replace(path, broken()), Error, "no more");
  assertEquals([Deno.readTextFileSync(path), namesIn(folder)], ["🚀 one, two", ["t.json"]]);
});

unixTest("DenoFiles.replace follows symbolic links, and leaves them", (folder) => {
  Deno.mkdirSync(`${folder}/a`);
  Deno.mkdirSync(`${folder}/b`);
  Deno.symlinkSync("../b/c.prom", `${folder}/a/m.prom`);
  Deno.symlinkSync("d.prom", `${folder}/b/c.prom`);
  Deno.symlinkSync(`${folder}/a`, `${folder}/linked`);
  for (const text of ["where nothing was", "where it was"]) {
    FILES.replace(`${folder}/linked/m.prom`, text);
    assertEquals(Deno.readTextFileSync(`${folder}/b/d.prom`), text);
    assert(Deno.lstatSync(`${folder}/a/m.prom`).isSymlink && Deno.lstatSync(`${folder}/b/c.prom`).isSymlink);
    assertEquals([namesIn(`${folder}/a`), namesIn(`${folder}/b`)], [["m.prom"], ["c.prom", "d.prom"]]);
    Deno.chmodSync(`${folder}/b/d.prom`, 0o640);
  }
  assertEquals(modeOf(`${folder}/b/d.prom`), "640");
});

unixTest("DenoFiles.locate says what is there, and refuses a circle of links", (folder) => {
  const kindOf = (name: string) => FILES.locate(`${folder}/${name}`).kind;
  Deno.writeTextFileSync(`${folder}/file`, "");
  Deno.mkdirSync(`${folder}/folder`);
  for (const name of ["file", "folder", "none"]) Deno.symlinkSync(name, `${folder}/to-${name}`);
  for (const name of ["file", "folder", "none"]) assertEquals([kindOf(name), kindOf(`to-${name}`)], [name, name]);
  assertEquals([kindOf("folder/"), kindOf("none/"), kindOf(".")], ["folder", "folder", "folder"]);
  for (const name of ["/dev/stdout", "/dev/fd/63", "/proc/self/fd/1"]) {
    Deno.symlinkSync(name, `${folder}/special`);
    assertEquals(FILES.locate(name), { path: name, kind: "special" });
    assertEquals(FILES.locate(`${folder}/special`), { path: `${folder}/special`, kind: "special" });
    Deno.removeSync(`${folder}/special`);
  }
  Deno.symlinkSync("other", `${folder}/one`);
  Deno.symlinkSync("one", `${folder}/other`);
  assertThrows(() => FILES.locate(`${folder}/one`), Error, "its symbolic links lead in a circle");
});

test("DenoFiles.replace refuses what is no file, and leaves it", (folder) => {
  Deno.mkdirSync(`${folder}/m.prom`);
  assertThrows(() => FILES.replace(`${folder}/m.prom`, "new"), Error, "it is a folder");
  assertThrows(() => FILES.replace(`${folder}/nowhere/m.prom`, "new"), Deno.errors.NotFound);
  assertEquals(namesIn(folder), ["m.prom"]);
});

test("DenoFiles.replace that fails leaves the file as it was, and nothing else", (folder) => {
  const path = `${folder}/m.prom`;
  Deno.writeTextFileSync(path, "old");
  const full = (file: Deno.FsFile) =>
    Object.assign(Object.create(file), {
      tryLockSync: () => file.tryLockSync(true),
      close: () => file.close(),
      writeSync: () => {
        throw new Error("no space left");
      },
    });
  const faults: FileOps[] = [
    failing("openSync"),
    failing("renameSync"),
    { ...Deno, openSync: (path, options) => full(Deno.openSync(path, options)) },
    ...(isUnix ? [failing("chmodSync")] : []),
  ];
  for (const ops of faults) {
    const { message } = assertThrows(() => new DenoFiles(ops).replace(path, "new"), Error);
    assertMatch(message, /fails|no space left/);
    assertEquals([Deno.readTextFileSync(path), namesIn(folder)], ["old", ["m.prom"]]);
  }
  assertThrows(() => new DenoFiles({ ...failing("renameSync"), removeSync: () => fail() }).replace(path, "new"));
  function fail(): never {
    throw new Error("it cannot even be cleaned up");
  }
});

test("DenoFiles.probe finds out whether a file can be replaced, and changes nothing", (folder) => {
  Deno.writeTextFileSync(`${folder}/m.prom`, "old");
  FILES.probe(`${folder}/m.prom`);
  FILES.probe(`${folder}/none.prom`);
  assertEquals([Deno.readTextFileSync(`${folder}/m.prom`), namesIn(folder)], ["old", ["m.prom"]]);
  assertThrows(() => FILES.probe(`${folder}/nowhere/m.prom`), Deno.errors.NotFound);
});

test("DenoFiles.clearDrafts removes what a killed run has left, and nothing else", (folder) => {
  const id = "01234567-89ab-4cde-8f01-23456789abcd";
  const others = [
    "m.prom",
    "m.prom.tmp",
    `m.prom.${id}`,
    `m.prom.${id}.tmp.bak`,
    "m.prom.42.tmp",
    `m.prom.x-${id}.tmp`,
    `other.prom.${id}.tmp`,
    `.tmp`,
  ];
  for (const name of others) Deno.writeTextFileSync(`${folder}/${name}`, "theirs");
  const taken = `m.prom.${id.replace("0", "1")}.tmp`;
  Deno.mkdirSync(`${folder}/${taken}`);
  const alive = `m.prom.${id.replace("0", "2")}.tmp`;
  const file = Deno.openSync(`${folder}/${alive}`, { write: true, create: true });
  file.lockSync(true);
  for (const n of [3, 4]) Deno.writeTextFileSync(`${folder}/m.prom.${id.replace("0", String(n))}.tmp`, "half");
  FILES.clearDrafts(`${folder}/m.prom`);
  assertEquals(namesIn(folder), [...others, taken, alive].sort());
  file.close();
  FILES.clearDrafts(`${folder}/m.prom`);
  assertEquals(namesIn(folder), [...others, taken].sort());
  FILES.clearDrafts(`${folder}/nowhere/m.prom`); // and does not mind
});

unixTest(
  "DenoFiles.clearDrafts looks where a symbolic link leads, and follows none that looks like a draft",
  (folder) => {
    const id = "01234567-89ab-4cde-8f01-23456789abcd";
    Deno.mkdirSync(`${folder}/b`);
    Deno.symlinkSync("b/c.prom", `${folder}/m.prom`);
    Deno.writeTextFileSync(`${folder}/b/c.prom.${id}.tmp`, "half");
    Deno.writeTextFileSync(`${folder}/theirs`, "theirs");
    Deno.symlinkSync("../theirs", `${folder}/b/c.prom.${id.replace("0", "1")}.tmp`);
    FILES.clearDrafts(`${folder}/m.prom`);
    assertEquals(namesIn(`${folder}/b`), [`c.prom.${id.replace("0", "1")}.tmp`]);
    assertEquals(Deno.readTextFileSync(`${folder}/theirs`), "theirs");
  },
);

test("DenoFiles.clearDrafts needs not be allowed to write into a draft", (folder) => {
  const path = `${folder}/m.prom`;
  Deno.writeTextFileSync(`${path}.01234567-89ab-4cde-8f01-23456789abcd.tmp`, "half");
  const files = new DenoFiles({
    ...Deno,
    openSync: (draft, options) => {
      if (options?.write === true) throw new Deno.errors.PermissionDenied("mode 444");
      return Deno.openSync(draft, options);
    },
  });
  files.clearDrafts(path);
  assertEquals(namesIn(folder), []);
});

test("DenoFiles.replace takes a name that is as long as names may be", (folder) => {
  for (const name of ["m".repeat(250) + ".prom", "市".repeat(83) + ".hgrm"]) {
    const path = `${folder}/${name}`;
    const stuck = new DenoFiles({ ...failing("renameSync"), removeSync: () => {} });
    assertThrows(() => stuck.replace(path, "half"));
    assertEquals(namesIn(folder).length, 1);
    FILES.clearDrafts(path);
    assertEquals(namesIn(folder), []);
    FILES.replace(path, "new");
    assertEquals([Deno.readTextFileSync(path), namesIn(folder)], ["new", [name]]);
    Deno.removeSync(path);
  }
});

test("DenoFiles.replace holds its draft against others that clear, at every moment", (folder) => {
  const path = `${folder}/m.prom`;
  let wasEmpty = 0;
  const others = new DenoFiles();
  const files = new DenoFiles({
    ...Deno,
    openSync: (draft, options) => {
      const file = Deno.openSync(draft, options);
      // Not locked yet: the first is lost, and another is made.
      if (wasEmpty++ === 0) others.clearDrafts(path);
      return file;
    },
    renameSync: (from, to) => {
      others.clearDrafts(path);
      Deno.renameSync(from, to);
    },
  });
  files.replace(path, "new");
  assertEquals([Deno.readTextFileSync(path), namesIn(folder), wasEmpty], ["new", ["m.prom"], 2]);
});

const mayRun = Deno.permissions.querySync({ name: "run", command: Deno.execPath() }).state === "granted";

test("DenoFiles.clearDrafts tells a run that goes on from one that was killed", async (folder) => {
  const module = new URL("../../../../demo/terminal/files/deno_files.ts", import.meta.url).href;
  const script = `${folder}/run.ts`;
  Deno.writeTextFileSync(
    script,
    `import { DenoFiles } from ${JSON.stringify(module)};
     new DenoFiles({ ...Deno, renameSync: () => {
       console.log("about to rename");
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
     } }).replace(${JSON.stringify(`${folder}/m.prom`)}, "never there");`,
  );
  const run = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "--no-prompt", `--allow-read=${folder}`, `--allow-write=${folder}`, script],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = run.stdout.getReader();
  await reader.read();
  const drafts = () => namesIn(folder).filter((name) => DRAFT.test(name)).length;
  FILES.clearDrafts(`${folder}/m.prom`);
  assertEquals(drafts(), 1, "it is still being written");
  run.kill("SIGKILL");
  await reader.cancel();
  await run.status;
  assertEquals(drafts(), 1, "nobody was left to remove it");
  FILES.clearDrafts(`${folder}/m.prom`);
  assertEquals(drafts(), 0);
}, { ignore: !mayRun });

unixTest("DenoFiles.identify is the same for every spelling of a place, and differs for two", (folder) => {
  Deno.mkdirSync(`${folder}/a/b`, { recursive: true });
  Deno.symlinkSync("a", `${folder}/l`);
  Deno.symlinkSync("../a/m.prom", `${folder}/a/n.prom`);
  const idOf = (path: string) => FILES.identify(FILES.locate(`${folder}/${path}`));
  for (const isThere of [false, true]) {
    if (isThere) Deno.writeTextFileSync(`${folder}/a/m.prom`, "");
    for (const path of ["a//m.prom", "./a/m.prom", "a/b/../m.prom", "l/m.prom", "a/n.prom", "l/b/../n.prom"]) {
      assertEquals(idOf(path), idOf("a/m.prom"), path);
    }
    for (const path of ["m.prom", "a/b/m.prom", "a/o.prom"]) assert(idOf(path) !== idOf("a/m.prom"), path);
    // By default, one file where Apple's systems are, and two here.
    assertEquals(idOf("a/M.prom") === idOf("a/m.prom"), Deno.build.os === "darwin");
  }
  assertEquals(idOf("nowhere/m.prom"), idOf("nowhere/m.prom"));
});

Deno.test("folderOf and nameOf take a path apart, as far as it says", () => {
  const paths = [["m", ".", "m"], ["./m", ".", "m"], ["a/b/m", "a/b", "m"], ["/m", "/", "m"], ["/a/m", "/a", "m"]];
  for (const [path, folder, name] of [...paths, ["a/", "a", ""]]) {
    assertEquals([folderOf(path), nameOf(path)], [folder, name]);
  }
});
