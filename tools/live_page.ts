/**
 * Makes the script of the live page from its sources, or checks that the script in the repository is theirs.
 *
 *     deno task live:page
 *     deno task live:page --check
 *
 * The live run starts without bundling anything, and the published package has no sources of a page, so the script is a
 * text of the repository.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { type Command, runLongCommand } from "../demo/terminal/command.ts";
import { processIo } from "../demo/terminal/command_io.ts";
import { ExitStatus } from "../demo/terminal/exit_status.ts";
import { DENO_FILES } from "../demo/terminal/files/deno_files.ts";
import { UsageError } from "../demo/terminal/usage_error.ts";

const SOURCE = new URL("../demo/live/page/client/main.ts", import.meta.url);
const TARGET = new URL("../demo/live/page/client_text.ts", import.meta.url);

/** Bundles the script of the page, minified. */
export async function bundleClient(): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--platform=browser", "--minify", SOURCE.href],
  }).output();
  const text = new TextDecoder();
  if (!success) throw new UsageError(text.decode(stderr).trim());
  const script = text.decode(stdout).trim();
  // Either would end the script within the page.
  if (/<\/script|<!--/i.test(script)) throw new UsageError("the script must not contain the end of a script");
  return script;
}

/** The TypeScript module that carries the script. */
export function carrierOf(script: string): string {
  return `// Made from client/main.ts by \`deno task live:page\`. Do not edit.

/** The script of the page, for a browser. */
// deno-fmt-ignore
export const CLIENT_TEXT: string = ${JSON.stringify(script)};
`;
}

/** Says whether the script in the repository is that of the sources; undefined if it is. */
export async function clientDifference(): Promise<string | undefined> {
  const expected = carrierOf(await bundleClient());
  if (await Deno.readTextFile(TARGET) === expected) return undefined;
  return "demo/live/page/client_text.ts is not what demo/live/page/client/ gives; run: deno task live:page";
}

const LIVE_PAGE: Command = {
  usage: "deno task live:page [OPTION...]",
  summary: "Makes the script of the page of the live run from its sources.",
  options: [{ name: "check", help: "Writes nothing, and checks that the script is that of the sources." }],
  statuses: [["0", "the script is that of the sources"], ["1", "it is not"]],
};

async function build(isCheck: boolean): Promise<ExitStatus> {
  if (!isCheck) {
    DENO_FILES.replace(fileURLToPath(TARGET), carrierOf(await bundleClient()));
    return ExitStatus.OK;
  }
  const problem = await clientDifference();
  if (problem !== undefined) {
    console.error(problem);
    return ExitStatus.NOT_HELD;
  }
  console.log("the script of the page is that of its sources");
  return ExitStatus.OK;
}

if (import.meta.main) {
  Deno.exit(await runLongCommand(LIVE_PAGE, Deno.args, processIo(), ({ flags }) => flags.has("check"), build));
}
