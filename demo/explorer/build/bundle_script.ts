import type { CompressOptions, MinifyOptions } from "terser";
import { printable } from "../../../config/printable.ts";

/** A script that cannot be bundled here. The message is one line. */
export class BundleError extends Error {
  /** The error's name. */
  override readonly name = "BundleError";
  /** Whether it is not permitted; otherwise the bundler cannot be had, or the sources are wrong. */
  declare readonly isForbidden: boolean;

  /** Makes the error. */
  constructor(message: string, isForbidden: boolean) {
    super(printable(message));
    this.isForbidden = isForbidden;
  }
}

/**
 * Bundles a module and all that it imports into one minified script that leaves no names behind.
 *
 * @param module the address of the module
 * @throws {BundleError} if that is not permitted, or the bundler cannot be had
 */
export async function bundleScript(module: URL): Promise<string> {
  return await minified(await bundled(module, "iife"), { compress: COMPRESS, mangle: { toplevel: true } });
}

/**
 * Bundles a module and all that it imports into one, or into one function that is called.
 *
 * Deno does so in a process of its own, and fetches its bundler from npm when it first does.
 *
 * @param module the address of the module
 * @param format which of the two
 * @throws {BundleError} if that is not permitted, or the bundler cannot be had
 */
export async function bundled(module: URL, format: "esm" | "iife"): Promise<string> {
  const args = ["bundle", "--quiet", "--platform=browser", `--format=${format}`, "--no-lock", module.href];
  const env = { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" };
  try {
    const command = new Deno.Command(program(), { args, env, stdin: "null", stdout: "piped", stderr: "piped" });
    const { success, stdout, stderr } = await command.output();
    const text = new TextDecoder();
    if (success) return text.decode(stdout);
    throw new BundleError(text.decode(stderr).trim().split("\n")[0].replace(/^error: /, ""), false);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw new BundleError(error.message, true);
    if (error instanceof Deno.errors.NotFound) throw new BundleError(error.message, false);
    throw error;
  }
}

/**
 * Statements stay apart and conditions stay as they were written: that takes more signs, which are easier to predict for what packs
 * the script, and so it is smaller once it is packed.
 */
export const COMPRESS: CompressOptions = {
  passes: 3,
  sequences: false,
  join_vars: false,
  if_return: false,
  conditionals: false,
  inline: 1,
};

/**
 * A script as Terser writes it with these options.
 *
 * @param script its text, or its syntax tree
 * @throws {BundleError} if Terser cannot be had
 */
export async function minified(script: string | SyntaxTree, options: MinifyOptions): Promise<string> {
  const parse = { spidermonkey: typeof script !== "string" };
  const { code } = await (await minifier())(script as string, { ecma: 2020, parse, ...options } as MinifyOptions);
  return code as string;
}

/** A part of a syntax tree, as ESTree has it. Terser reads and writes such trees, which its types do not say. */
export interface SyntaxTree {
  /** What it is. */
  readonly type: string;
  /** Its parts, by name. */
  [part: string]: unknown;
}

/**
 * The syntax tree of a script.
 *
 * @throws {BundleError} if Terser cannot be had
 */
export async function syntaxTree(script: string): Promise<SyntaxTree> {
  const options = { compress: false, mangle: false, format: { spidermonkey: true, code: false } } as MinifyOptions;
  const { ast } = await (await minifier())(script, options) as { ast: SyntaxTree };
  return ast;
}

/** Terser. It is fetched when a page is made, and not for the help of the command. */
async function minifier(): Promise<typeof import("terser").minify> {
  try {
    return (await import("terser")).minify;
  } catch (error) {
    // Only a package that cannot be had fails as it is loaded.
    throw new BundleError(error instanceof Error ? error.message.split("\n")[0] : String(error), false);
  }
}

/** This very Deno, if it may be run by its path; otherwise by its name, which is all that a narrow permission has. */
function program(): string {
  const command = Deno.execPath();
  return Deno.permissions.querySync({ name: "run", command }).state === "granted" ? command : "deno";
}
