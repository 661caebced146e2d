import { SETTING_KEYS, SETTINGS, VARIABLE_PREFIX } from "../../config/mod.ts";

/** Variables of the environment, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The permission that lets a command see all variables that are meant for it, and no other. */
export const ENVIRONMENT_PERMISSION = `--allow-env="${VARIABLE_PREFIX}*"`;

/**
 * The environment variables that this process may read, without asking for a permission: all of them, if it may read
 * all, so that a misspelled one is found; else those settings that it may read.
 */
export function readableEnvironment(): Environment {
  if (mayRead()) return Deno.env.toObject();
  const variables = SETTING_KEYS.map((key) => SETTINGS[key].variable).filter(mayRead);
  return Object.fromEntries(variables.map((variable) => [variable, Deno.env.get(variable)]));
}

function mayRead(variable?: string): boolean {
  return Deno.permissions.querySync({ name: "env", variable }).state === "granted";
}
