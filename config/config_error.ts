/**
 * A setting that cannot be used. The message is one line that names the setting, the rule and the value.
 *
 * A command line catches it, prints the setting and the problem, and ends. Any other error is a mistake in the program.
 *
 * @example A setting that breaks its rule
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { ConfigError, createConfig } from "@low-latency/trading-sim/config";
 *
 * const error = assertThrows(() => createConfig({ ringCapacity: 60 }), ConfigError);
 * assertEquals(error.message, "Cannot use ringCapacity: it must be a power of two from 1 to 67108864, got 60");
 * assertEquals(error.problem, "must be a power of two from 1 to 67108864, got 60");
 * ```
 */
export class ConfigError extends RangeError {
  /** The error's name. */
  override readonly name = "ConfigError";
  /** The setting, by the name under which it was given: a key, a variable of the environment, an option. */
  declare readonly setting: string;
  /** The rule and the value, as the end of a sentence whose subject is the setting: `must be ..., got ...`. */
  declare readonly problem: string;

  /**
   * Makes the error.
   *
   * @param setting the name under which the setting was given
   * @param problem the rule and the value, as the end of a sentence whose subject is the setting
   */
  constructor(setting: string, problem: string) {
    super(`Cannot use ${setting}: it ${problem}`);
    this.setting = setting;
    this.problem = problem;
  }
}
