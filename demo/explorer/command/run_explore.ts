import { createClock, type MonotonicClock } from "../../../mod.ts";
import { printable } from "../../../config/printable.ts";
import type { Interruption } from "../../simulate/interruption.ts";
import { runLongCommand } from "../../terminal/command.ts";
import type { CommandIo } from "../../terminal/command_io.ts";
import { ExitStatus } from "../../terminal/exit_status.ts";
import type { FileAccess } from "../../terminal/files/file_access.ts";
import { refuseOneFile } from "../../terminal/files/distinct_outputs.ts";
import { type InputOps, readInputText } from "../../terminal/files/input_file.ts";
import { openTextOutput, type TextOutput } from "../../terminal/files/text_output.ts";
import { readInteger, valueOf } from "../../terminal/option_values.ts";
import { type ParsedOptions, quote, shellWord } from "../../terminal/options.ts";
import { UsageError } from "../../terminal/usage_error.ts";
import { BundleError } from "../build/bundle_script.ts";
import { ADDRESS_MAX } from "../model/address.ts";
import { EXPLORE, PORT_MAX } from "./explore_command.ts";
import { exploredAddress } from "./explored_address.ts";
import type { ServedPage } from "./page_server.ts";

/** The world as the command sees it. */
export interface ExploreWorld {
  /** Where lines go, and the page if it is printed. */
  readonly io: CommandIo;
  /** Where the page is written. */
  readonly files: FileAccess;
  /** Where a specification is read. */
  readonly input: InputOps;
  /**
   * Makes the page.
   *
   * @throws {BundleError} if it cannot be made here
   */
  build(): Promise<string>;
  /**
   * Makes the script of the element for other pages.
   *
   * @throws {BundleError} if it cannot be made here
   */
  buildElement(): Promise<string>;
  /** Serves a page on a port of this machine, 0 for one that is free. */
  serve(html: string, port: number): ServedPage;
  /** Watches for interrupts. */
  watch(clock: MonotonicClock, onEnd: () => void): Interruption;
}

/** What was asked for. */
interface Prepared {
  readonly address: string;
  readonly port: number | undefined;
  readonly out: { readonly path: string; readonly file: TextOutput; readonly isElement: boolean } | undefined;
}

type CommandWith = (permissions: string) => string;

/**
 * Carries out a command line that makes the page, and serves or writes it.
 *
 * @param args the arguments, without the name of the program
 * @param world where inputs, outputs and signals come from and go to
 * @returns the exit status
 */
export function runExplore(args: readonly string[], world: ExploreWorld): Promise<number> {
  const words = args.map(shellWord).join(" ");
  const commandWith: CommandWith = (permissions) => `deno run ${permissions} demo/explore.ts ${words}`.trimEnd();
  return runLongCommand(
    EXPLORE,
    args,
    world.io,
    (parsed) => prepare(parsed, world, commandWith),
    (prepared) => carryOut(prepared, world, commandWith),
  );
}

function prepare(parsed: ParsedOptions, { io, files, input }: ExploreWorld, commandWith: CommandWith): Prepared {
  const port = readInteger(parsed, "port", 1, PORT_MAX);
  const [page, element] = [valueOf(parsed, "out"), valueOf(parsed, "element")];
  if (page !== undefined && element !== undefined) {
    throw new UsageError("--out writes the page, and --element a script for another: give one of them");
  }
  const [option, path] = element === undefined ? ["out", page] : ["element", element];
  if (path !== undefined && port !== undefined) {
    throw new UsageError(`--port is for a page that is served, and --${option} writes a file: give one of them`);
  }
  // What is longer than an address may be is no specification that the page could be asked for.
  const address = exploredAddress(parsed, (file) => readInputText(file, 4 * ADDRESS_MAX, commandWith, input));
  const file = path === undefined
    ? undefined
    : openTextOutput(option, path, files, (text) => io.out(text), commandWith);
  refuseOneFile([[option, path]], files, parsed.positionals);
  return {
    address,
    port,
    out: path === undefined || file === undefined ? undefined : { path, file, isElement: element !== undefined },
  };
}

async function carryOut(
  { address, port, out }: Prepared,
  world: ExploreWorld,
  commandWith: CommandWith,
): Promise<number> {
  const { io } = world;
  const html = await bundled(out?.isElement === true ? world.buildElement : world.build, commandWith);
  if (out !== undefined) {
    const problem = out.file.write(html);
    if (problem !== undefined) throw new UsageError(problem);
    if (!out.file.isPrinted) {
      io.out(
        out.isElement
          ? `${quote(out.path)} has the script: a page with it shows <ring-figure address="${address}">\n`
          : `${quote(out.path)} has the page: open it in a browser, at its address with ${address} for this run\n`,
      );
    }
    return ExitStatus.OK;
  }
  const { clock, close } = createClock();
  const interruption = world.watch(clock, () => {});
  try {
    const page = servePage(world, html, port, commandWith);
    io.out(`${page.address}${address}\n`);
    if (io.columns < Infinity) io.err("Ctrl-C ends it\n"); // a terminal: somebody waits for the command to come back
    if (!interruption.signal.aborted) {
      await new Promise((resolve) => interruption.signal.addEventListener("abort", resolve));
    }
    await page.close();
    return interruption.status ?? ExitStatus.OK;
  } finally {
    interruption.ignore();
    close();
  }
}

async function bundled(build: () => Promise<string>, commandWith: CommandWith): Promise<string> {
  try {
    return await build();
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    if (!error.isForbidden) throw new UsageError(`the page cannot be bundled: ${error.message}`);
    throw new UsageError(`bundling the page needs --allow-run=deno: ${commandWith(PERMISSIONS)}`);
  }
}

/** The permissions of the task. */
const PERMISSIONS = "--allow-read --allow-write --allow-net=127.0.0.1 --allow-run=deno";

function servePage(
  { serve }: ExploreWorld,
  html: string,
  port: number | undefined,
  commandWith: CommandWith,
): ServedPage {
  try {
    return serve(html, port ?? 0);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) {
      throw new UsageError(`serving the page needs --allow-net=127.0.0.1: ${commandWith(PERMISSIONS)}`);
    }
    if (error instanceof Deno.errors.AddrInUse) {
      throw new UsageError(`--port must be free, got ${port}, which another program listens on`);
    }
    if (error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.AddrNotAvailable) {
      throw new UsageError(`--port ${port ?? 0} cannot be listened on: ${printable(error.message)}`);
    }
    throw error;
  }
}
