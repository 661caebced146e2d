import { assert, assertEquals } from "@std/assert";
import { pictureDifference, readmePicture } from "../../tools/readme_picture.ts";
import { elementsOf, parseMarkup, textIn } from "../demo/figures/lanes/_markup.ts";

const FILE = new URL("../../docs/pictures/producer_heavy.svg", import.meta.url);
const README = new URL("../../README.md", import.meta.url);
const mayRead = Deno.permissions.querySync({ name: "read", path: FILE }).state === "granted";
const ignore = !mayRead;
const skipped = mayRead ? "" : " (skipped without --allow-read)";

Deno.test(`the picture of the README is that of its run${skipped}`, { ignore }, () => {
  assertEquals(pictureDifference(Deno.readTextFileSync(FILE)), undefined);
  assert(/!\[[^\]]{100,}\]\(docs\/pictures\/producer_heavy\.svg\)/.test(Deno.readTextFileSync(README)));
});

Deno.test("pictureDifference notices a picture of another run, and says how to mend it", () => {
  assertEquals(
    pictureDifference(readmePicture().replace("204", "205")),
    "docs/pictures/producer_heavy.svg is not what its run gives; run: deno task picture",
  );
});

Deno.test("readmePicture needs nothing from outside, and stands still where motion is reduced", () => {
  const text = readmePicture();
  const svg = parseMarkup(text.trimEnd());
  assert(!/<script|@import|href|url\((?!#)|<image|<foreignObject/.test(text));
  const style = textIn([...elementsOf(svg)].find(({ tag }) => tag === "style") ?? svg);
  const [still, moving] = style.split("@media(prefers-reduced-motion:no-preference)");
  assert(!/animation|@keyframes/.test(still) && /animation/.test(moving));
  assert(still.includes(".frame{visibility:hidden}.s12{visibility:visible}"));
});

Deno.test("readmePicture shows one ring at a time, together with its place in time", () => {
  const text = readmePicture();
  const frames = [...text.matchAll(/<g class="frame s(\d+)">/g)].map(([, step]) => step);
  assertEquals(new Set(frames).size, frames.length);
  for (const step of frames) assert(text.includes(`@keyframes s${step}{`), step);
  const marks = /@keyframes cursor\{(.*?)\}\}/.exec(text)?.[1].match(/%\{/g);
  assertEquals(marks?.length, frames.length);
});
