import { assertEquals, assertThrows } from "@std/assert";
import {
  type InputHandle,
  type InputOps,
  openInput,
  readInputText,
} from "../../../../demo/terminal/files/input_file.ts";
import { UsageError } from "../../../../demo/terminal/usage_error.ts";

const commandWith = (permissions: string) => `deno run ${permissions} demo/simulate.ts`;

/** Files in memory, of which each read gives at most three bytes. */
function memory(files: Readonly<Record<string, string | Uint8Array>>, stdin = ""): InputOps & { closed: number } {
  const handleOf = (content: string | Uint8Array, isFile: boolean): InputHandle => {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    let at = 0;
    return {
      readSync: (buffer) => {
        const part = bytes.subarray(at, at + Math.min(3, buffer.length));
        buffer.set(part);
        at += part.length;
        return part.length === 0 ? null : part.length;
      },
      statSync: () => ({ isFile, isDirectory: !isFile, size: bytes.length }),
      close: () => ops.closed++,
    };
  };
  const ops = {
    closed: 0,
    isGranted: (path: string) => path !== "secret",
    open: (path: string) => {
      if (!(path in files)) throw new Deno.errors.NotFound(`No such file or directory (os error 2): open '${path}'`);
      return handleOf(files[path], !path.endsWith("/"));
    },
    stdin: handleOf(stdin, true),
  };
  return ops;
}

Deno.test("openInput counts what is read, and knows how much there is", () => {
  const input = openInput("a.csv", commandWith, memory({ "a.csv": "12345" }));
  assertEquals([input.name, input.bytes, input.bytesRead], ["a.csv", 5, 0]);
  assertEquals([input.read(new Uint8Array(8)), input.read(new Uint8Array(8)), input.read(new Uint8Array(8))], [
    3,
    2,
    0,
  ]);
  assertEquals(input.bytesRead, 5);
});

Deno.test("openInput closes once, however often it is told to", () => {
  const ops = memory({ "a.csv": "" });
  const input = openInput("a.csv", commandWith, ops);
  input.close();
  input.close();
  assertEquals(ops.closed, 1);
});

const REFUSED: [path: string, line: string][] = [
  ["b.csv", "cannot read b.csv: No such file or directory (os error 2)"],
  ["folder/", "cannot read folder/: it is a folder"],
  ["secret", "reading secret needs --allow-read=secret: deno run --allow-read=secret demo/simulate.ts"],
];

for (const [path, line] of REFUSED) {
  Deno.test(`openInput refuses ${path} in one line`, () => {
    assertThrows(() => openInput(path, commandWith, memory({ "folder/": "" })), UsageError, line);
  });
}

Deno.test("readInputText reads standard input for a minus, across characters that reads cut in two", () => {
  assertEquals(readInputText("-", 100, commandWith, memory({}, "aa\u00e9bb\u20ac")), "aa\u00e9bb\u20ac");
});

Deno.test("readInputText refuses what is too long, and what is no text", () => {
  const ops = memory({ long: "1234567", binary: new Uint8Array([0xd4, 0xc3, 0xb2, 0xa1]) });
  assertThrows(
    () => readInputText("long", 6, commandWith, ops),
    UsageError,
    "cannot read long: it is longer than 6 bytes",
  );
  assertThrows(
    () => readInputText("binary", 6, commandWith, ops),
    UsageError,
    "cannot read binary: it is not text in UTF-8",
  );
  assertEquals(ops.closed, 2);
});
