/**
 * Makes the bytes of the WebAssembly kernel from its text, or checks that the bytes in the repository are these.
 *
 *     deno task wasm:build
 *     deno task wasm:check
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { DENO_FILES } from "../../demo/terminal/files/deno_files.ts";
import { type Command, runLongCommand } from "../../demo/terminal/command.ts";
import { processIo } from "../../demo/terminal/command_io.ts";
import { ExitStatus } from "../../demo/terminal/exit_status.ts";
import wabt from "wabt";

const SOURCE = new URL("../../core/bus/shared/kernel/shared_kernel.wat", import.meta.url);
const TARGET = new URL("../../core/bus/shared/kernel/shared_kernel_bytes.ts", import.meta.url);
const FEATURES = { threads: true, multi_memory: true };
const PER_LINE = 24;

/** The binary module of a WebAssembly text. Throws if the text is not valid. */
export async function assemble(text: string): Promise<Uint8Array> {
  const { parseWat } = await wabt();
  const module = parseWat("shared_kernel.wat", text, FEATURES);
  try {
    const bytes = new Uint8Array(module.toBinary({}).buffer);
    new WebAssembly.Module(bytes); // The assembler's own validation knows nothing of its features.
    return bytes;
  } finally {
    module.destroy();
  }
}

/** The TypeScript module that carries the bytes. */
export function carrier(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let from = 0; from < bytes.length; from += PER_LINE) {
    lines.push(`  ${Array.from(bytes.subarray(from, from + PER_LINE)).join(", ")},`);
  }
  return `// Made from shared_kernel.wat by \`deno task wasm:build\`. Do not edit.

/** The WebAssembly kernel as a binary module of ${bytes.length} bytes. */
// deno-fmt-ignore
export const SHARED_KERNEL_BYTES: Uint8Array<ArrayBuffer> = /* @__PURE__ */ new Uint8Array([
${lines.join("\n")}
]);
`;
}

/** Says whether the bytes in the repository are those of the text; undefined if they are. */
export async function difference(): Promise<string | undefined> {
  const expected = carrier(await assemble(await Deno.readTextFile(SOURCE)));
  const found = await Deno.readTextFile(TARGET);
  if (found === expected) return undefined;
  return "core/bus/shared/kernel/shared_kernel_bytes.ts is not what shared_kernel.wat gives; run: deno task wasm:build";
}

const WASM_BUILD: Command = {
  usage: "deno task wasm:build [OPTION...]",
  summary: "Makes the bytes of the WebAssembly kernel from its text.",
  options: [{ name: "check", help: "Writes nothing, and checks that the bytes are those of the text." }],
  statuses: [["0", "the bytes are those of the text"], ["1", "they are not"]],
};

async function build(isCheck: boolean): Promise<ExitStatus> {
  if (!isCheck) {
    DENO_FILES.replace(fileURLToPath(TARGET), carrier(await assemble(await Deno.readTextFile(SOURCE))));
    return ExitStatus.OK;
  }
  const problem = await difference();
  if (problem !== undefined) {
    console.error(problem);
    return ExitStatus.NOT_HELD;
  }
  console.log("the bytes of the WebAssembly kernel are those of its text");
  return ExitStatus.OK;
}

if (import.meta.main) {
  Deno.exit(await runLongCommand(WASM_BUILD, Deno.args, processIo(), ({ flags }) => flags.has("check"), build));
}
