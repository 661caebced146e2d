import { assertEquals } from "@std/assert";
import { Screen } from "../../../../demo/live/view/screen.ts";

const HIDE = "\x1b[?25l";
const SHOW = "\x1b[?25h";

function terminal() {
  const size = { columns: 80, rows: 24 };
  const written: string[] = [];
  return {
    size: () => size,
    resize: (columns: number) => size.columns = columns,
    out: (text: string) => void written.push(text),
    written,
  };
}

Deno.test("Screen.draw draws over what was there, and hides the cursor only meanwhile", () => {
  const { written, ...device } = terminal();
  const screen = new Screen(device);
  screen.draw(["one", "two"]);
  screen.draw(["three"]);
  screen.draw(["four", "five", "six"]);
  assertEquals(written, [
    `${HIDE}\x1b[Kone\n\x1b[Ktwo\n\x1b[J${SHOW}`,
    `${HIDE}\r\x1b[2A\x1b[Kthree\n\x1b[J${SHOW}`,
    `${HIDE}\r\x1b[1A\x1b[Kfour\n\x1b[Kfive\n\x1b[Ksix\n\x1b[J${SHOW}`,
  ]);
});

Deno.test("Screen.release draws next where the cursor is then, whatever the width", () => {
  const { written, resize, ...device } = terminal();
  const screen = new Screen(device);
  screen.draw(["one", "two"]);
  screen.release();
  resize(40);
  screen.draw(["one"]);
  assertEquals(written[1], `${HIDE}\x1b[Kone\n\x1b[J${SHOW}`);
});

Deno.test("Screen.draw begins anew at the top when the terminal has another width", () => {
  const { written, resize, ...device } = terminal();
  const screen = new Screen(device);
  screen.draw(["one", "two"]);
  resize(40);
  screen.draw(["one", "two"]);
  screen.draw(["one", "two"]);
  assertEquals(written[1].startsWith(`${HIDE}\x1b[H\x1b[J`), true);
  assertEquals(written[2].startsWith(`${HIDE}\r\x1b[2A`), true);
});

Deno.test("Screen.room leaves a line free, so that the terminal does not scroll", () => {
  assertEquals(new Screen(terminal()).room, { width: 80, height: 23 });
});
