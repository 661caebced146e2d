import { ConfigError } from "../../../config/mod.ts";
import { printable } from "../../../config/printable.ts";
import { optionOf } from "../../scenarios/setting_options.ts";
import { FeedError } from "../../system/feed/feed_error.ts";
import { UsageError } from "../../terminal/usage_error.ts";
import { RequestError } from "./explorer_run.ts";

/**
 * Does something, and turns a refusal into the one line of the page: in the words of the command line, but for the dashes.
 *
 * @param act what is done
 * @param option the option that is at fault, where that is known
 * @throws {RequestError} if it is refused
 */
export function refusing<Result>(act: () => Result, option?: string): Result {
  try {
    return act();
  } catch (error) {
    if (error instanceof ConfigError) {
      const { setting, problem } = error;
      const name = optionOf(setting) ?? (setting === "ring.capacity" ? "capacity" : setting);
      throw refusal(`${name} ${problem}`, option ?? (name === setting ? undefined : name.replace("--", "")));
    }
    if (error instanceof UsageError || error instanceof FeedError) throw refusal(error.message, option);
    throw error;
  }
}

/** A refusal of one line. */
export function refusal(message: string, option?: string): RequestError {
  return new RequestError(printable(message.replace(/^--/, "")), option);
}
