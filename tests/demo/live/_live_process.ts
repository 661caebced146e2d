import { assertEquals } from "@std/assert";
import type { LiveJson } from "../../../demo/live/view/live_json.ts";

const ROOT = new URL("../../../", import.meta.url);

/** What a run needs without a file. */
export const FLAGS = ["--no-prompt", "--allow-ffi", "--allow-read=mod.ts,core,control,runtime,config,demo"];
/** Permissions of the task. */
export const WRITING = ["--no-prompt", "--allow-ffi", "--allow-read", "--allow-write"];

/** What a process left behind. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts a live run as a process of its own. */
export function start(args: readonly string[], flags: readonly string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", ...flags, "demo/live.ts", ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Carries out a live run as a process of its own. */
export async function live(args: string, flags: readonly string[] = FLAGS): Promise<Outcome> {
  const { code, stdout, stderr } = await start(args.split(" "), flags).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

/** Carries out a live run that must succeed, and reads what it prints. */
export async function liveJson(args: string, flags: readonly string[] = FLAGS): Promise<LiveJson> {
  const { code, stdout, stderr } = await live(`${args} --json`, flags);
  assertEquals([code, stderr], [0, ""], stdout);
  return JSON.parse(stdout);
}
