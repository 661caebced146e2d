import { assertEquals } from "@std/assert";
import { sizeOf, textWriter, type WriteFailure } from "../../../demo/terminal/command_io.ts";

/** Takes so many bytes at a time, unless there is a fault due. */
class FakeStream {
  text = "";
  declare readonly faults: (Error | undefined)[];

  constructor(faults: (Error | undefined)[] = []) {
    this.faults = faults;
  }

  writeSync(bytes: Uint8Array): number {
    const fault = this.faults.shift();
    if (fault !== undefined) throw fault;
    this.text += new TextDecoder().decode(bytes.subarray(0, 3));
    return Math.min(3, bytes.length);
  }
}

/** Keeps what a writer tells. */
function toldOf(): WriteFailure & { readonly told: unknown[] } {
  const told: unknown[] = [];
  return { told, gone: () => told.push("gone"), refuse: (error) => told.push(error) };
}

Deno.test("textWriter writes all of a text, however little the stream takes at a time", () => {
  const stream = new FakeStream();
  const failure = toldOf();
  const write = textWriter(stream, failure);
  write("some text");
  write("");
  write(", and more");
  assertEquals([stream.text, failure.told], ["some text, and more", []]);
});

Deno.test("textWriter waits for a stream that does not block, and loses nothing", () => {
  const full = () => new Deno.errors.WouldBlock("full");
  const stream = new FakeStream([full(), undefined, full(), full(), undefined, full()]);
  const failure = toldOf();
  textWriter(stream, failure)("some text");
  assertEquals([stream.text, stream.faults.length, failure.told], ["some text", 0, []]);
});

Deno.test("textWriter writes nothing more when the reader has gone, says so once, and refuses nothing", () => {
  const stream = new FakeStream([undefined, new Deno.errors.BrokenPipe("gone")]);
  const failure = toldOf();
  const write = textWriter(stream, failure);
  write("some text");
  write("more");
  assertEquals([stream.text, failure.told], ["som", ["gone"]]);
});

Deno.test("textWriter says once why it cannot write, and writes nothing more", () => {
  const disk = new Error("No space left on device");
  const stream = new FakeStream([disk]);
  const failure = toldOf();
  const write = textWriter(stream, failure);
  write("some text");
  write("more");
  assertEquals([stream.text, failure.told], ["", [disk]]);
});

Deno.test("sizeOf takes the usual size for what a terminal does not tell", () => {
  const sizes = ([[132, 50], [1, 1], [0, 0], [0, 50], [132, 0]] as const)
    .map(([columns, rows]) => sizeOf(() => ({ columns, rows })));
  assertEquals(sizes.map(({ columns, rows }) => [columns, rows]), [[132, 50], [1, 1], [80, 24], [80, 50], [132, 24]]);
  const refused = sizeOf(() => {
    throw new Error("no terminal");
  });
  assertEquals(refused, { columns: 80, rows: 24 });
});
