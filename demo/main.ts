/**
 * The demo: runs a scenario from the command line.
 *
 * ```sh
 * deno task demo producer-heavy
 * ```
 *
 * It needs no permission. With the permission to read them, `TRADING_SIM_` variables of the environment replace numbers of the
 * scenario: `TRADING_SIM_SEED=7 deno run --allow-env="TRADING_SIM_*" demo/main.ts chaos`. It can also be imported: {@linkcode main} does what the command does, and writes wherever the
 * caller wants.
 *
 * @example Run a scenario from a program
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { main } from "@low-latency/trading-sim/demo";
 *
 * let json = "";
 * const status = main(["producer-heavy", "--json"], {
 *   out: (text) => json += text,
 *   err: (text) => console.error(text),
 *   colour: false,
 *   columns: 80,
 * });
 * assertEquals(status, 0);
 * assertEquals(JSON.parse(json).summary.first_overrun_step, 12);
 * ```
 *
 * @module
 */
import { checkFunction, checkParts, shown } from "../core/arguments.ts";
import { type CommandIo, processIo } from "./terminal/command_io.ts";
import { readableEnvironment } from "./terminal/environment.ts";
import { runDemo } from "./scenarios/run_demo.ts";

export {
  type CapacityLoad,
  type CapacitySchedule,
  predictFirstOverrun,
  predictFirstOverrunOfSchedule,
  predictFirstOverwritten,
  predictFirstOverwrittenOfSchedule,
} from "./capacity/capacity_law.ts";
export type { CommandIo } from "./terminal/command_io.ts";

/**
 * Carries out a command line of the demo.
 *
 * @param args the arguments, without the name of the program
 * @param io where the output goes
 * @param env variables of the environment, such as `TRADING_SIM_SEED`, that replace numbers of the scenario. Default: none
 * @returns the exit status: 0, or 1 if a claim did not hold, or 2 for wrong usage
 */
export function main(
  args: readonly string[],
  io: CommandIo,
  env: Readonly<Record<string, string | undefined>> = {},
): number {
  checkParts("run the demo", "its parts", { args, io, env }, { args: "[]", io: "out()", env: "" });
  checkFunction("run the demo", "io.err", io.err);
  const other = args.findIndex((arg) => typeof arg !== "string");
  if (other >= 0) {
    throw new TypeError(`cannot run the demo: args must be texts, got ${shown(args[other])} among them`);
  }
  return runDemo(args, io, undefined, undefined, env);
}

if (import.meta.main) Deno.exit(main(Deno.args, processIo(), readableEnvironment()));
