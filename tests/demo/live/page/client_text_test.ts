import { assertEquals } from "@std/assert";
import { carrierOf, clientDifference } from "../../../../tools/live_page.ts";
import { CLIENT_TEXT } from "../../../../demo/live/page/client_text.ts";

const may = (["run", "read"] as const).every((name) => Deno.permissions.querySync({ name }).state === "granted");

Deno.test(`the script of the page is that of its sources${may ? "" : " (skipped without --allow-run --allow-read)"}`, {
  ignore: !may,
}, async () => {
  assertEquals(await clientDifference(), undefined);
});

Deno.test("the module of the script carries it whole, whatever is in it", async () => {
  const script = 'a = "\\u2028`${b}`\\n\u2028\u{1f600}"; // \\';
  const module = carrierOf(script);
  const url = `data:text/typescript,${encodeURIComponent(module)}`;
  assertEquals((await import(url)).CLIENT_TEXT, script);
  assertEquals(carrierOf(CLIENT_TEXT).includes("Do not edit"), true);
});
