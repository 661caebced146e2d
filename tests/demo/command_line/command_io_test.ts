import { assertEquals } from "@std/assert";
import { textWriter } from "../../../demo/command_line/command_io.ts";

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

Deno.test("textWriter writes all of a text, however little the stream takes at a time", () => {
  const stream = new FakeStream();
  const write = textWriter(stream, (error) => {
    throw error;
  });
  write("some text");
  write("");
  write(", and more");
  assertEquals(stream.text, "some text, and more");
});

Deno.test("textWriter waits for a stream that does not block, and loses nothing", () => {
  const full = () => new Deno.errors.WouldBlock("full");
  const stream = new FakeStream([full(), undefined, full(), full(), undefined, full()]);
  textWriter(stream, (error) => {
    throw error;
  })("some text");
  assertEquals([stream.text, stream.faults.length], ["some text", 0]);
});

Deno.test("textWriter writes nothing more when the reader has gone, and refuses nothing", () => {
  const stream = new FakeStream([undefined, new Deno.errors.BrokenPipe("gone")]);
  const refused: unknown[] = [];
  const write = textWriter(stream, (error) => refused.push(error));
  write("some text");
  write("more");
  assertEquals([stream.text, refused], ["som", []]);
});

Deno.test("textWriter says once why it cannot write, and writes nothing more", () => {
  const disk = new Error("No space left on device");
  const stream = new FakeStream([disk]);
  const refused: unknown[] = [];
  const write = textWriter(stream, (error) => refused.push(error));
  write("some text");
  write("more");
  assertEquals([stream.text, refused], ["", [disk]]);
});
