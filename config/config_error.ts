/**
 * A setting that cannot be used. The message is one line: which setting, the rule, the value, and what is allowed.
 *
 * A command line catches it, prints the message and ends; everything else is a mistake in the program.
 *
 * @example
 * ```ts
 * import { ConfigError, createConfig } from "@low-latency/trading-sim/config";
 *
 * try {
 *   createConfig({ ringCapacity: 60 });
 * } catch (error) {
 *   if (!(error instanceof ConfigError)) throw error;
 *   if (error.message !== "ringCapacity must be a power of two from 1 to 67108864, got 60") throw error;
 * }
 * ```
 */
export class ConfigError extends RangeError {
  /** The error's name. */
  override readonly name = "ConfigError";
  /** The setting, by the name under which it was given: a key, a variable of the environment, an option. */
  declare readonly setting: string;

  /**
   * Makes the error.
   *
   * @param setting the name under which the setting was given
   * @param problem the rest of the sentence: the rule and the value
   */
  constructor(setting: string, problem: string) {
    super(`${setting} ${problem}`);
    this.setting = setting;
  }
}
