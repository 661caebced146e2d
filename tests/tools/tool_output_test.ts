import { assertEquals } from "@std/assert";
import { READER_GONE } from "../../tools/tool_output.ts";

const ROOT = new URL("../../", import.meta.url);
const mayRun = Deno.permissions.querySync({ name: "run" }).state === "granted";
const skipped = mayRun ? "" : " (skipped without --allow-run)";

/** A check that goes on for as long as it may. */
const ENDLESS = `
  import { endWithReader } from "./tools/tool_output.ts";
  endWithReader();
  setInterval(() => console.log("and on"), 1);
`;

Deno.test(`endWithReader ends a tool whose reader has gone, with the status of SIGPIPE${skipped}`, {
  ignore: !mayRun || Deno.build.os === "windows",
}, async () => {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-lock", "--ext=ts", ENDLESS],
    cwd: ROOT,
    env: { DENO_NO_UPDATE_CHECK: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const reader = process.stdout.getReader();
  await reader.read();
  await reader.cancel();
  const [{ code }, stderr] = await Promise.all([process.status, new Response(process.stderr).text()]);
  assertEquals([code, stderr], [READER_GONE, ""]);
});
