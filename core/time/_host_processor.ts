// @cold-file: asked when a kernel of the shared ring is chosen
// It is here, and not beside the kernels, because this folder alone may ask the host.

/** The host's facts that bear on the order of memory accesses. */
interface HostProcess {
  readonly arch?: unknown;
  readonly platform?: unknown;
  readonly versions?: Readonly<Record<string, unknown>>;
  readonly getBuiltinModule?: (name: string) => { cpus(): readonly { readonly model: string }[] } | undefined;
}

/** The part of Deno that is used: its answer about a permission. */
interface DenoPermissions {
  readonly permissions?: { querySync(wanted: { name: string; kind: string }): { readonly state: string } };
}

/**
 * Knowledge of the order in which plain stores become visible.
 *
 * - `kept`: the engine is V8 and the processor keeps the order of stores and the order of loads.
 * - `unknown`: nothing says so, and nothing speaks against it. A browser is silent.
 * - `refuted`: something speaks against it, which is the reason.
 */
export type StoreOrder =
  | { readonly order: "kept" | "unknown" }
  | { readonly order: "refuted"; readonly reason: string };

/** Names that hosts give the x86-64. */
const X64 = "x64";

/** Entries of `process.versions` that name an engine which is not V8, though the host may give a version of V8 as well. */
const OTHER_ENGINES = ["bun", "webkit", "jsc", "chakracore", "graalvm", "spidermonkey", "quickjs", "hermes"];

/**
 * Systems on which a program for x86-64 is taken at its word where the name of the processor cannot be had. An Intel Mac has
 * the order, and Rosetta puts the processor into a mode that keeps it. Linux runs such a program on another processor only
 * under an emulator that was installed; QEMU, FEX and Rosetta keep the order unless they were told not to. Windows on ARM
 * emulates without being asked, and has settings that give the order up.
 */
const AT_THEIR_WORD = ["darwin", "linux"];

/** Names of processors that are no x86, or of an emulator that keeps no order by default. */
const OTHER_PROCESSOR =
  /\b(?:arm(?:v\d+)?|aarch64|apple|snapdragon|qualcomm|oryon|cortex|neoverse|ampere|altra|graviton|kunpeng|microsoft sq\d|risc-?v|loongson|power\d+|box64)\b/i;

/** Names of processors that are x86. */
const X86_PROCESSOR = /\b(?:intel|xeon|pentium|celeron|amd|epyc|ryzen|opteron|athlon|hygon|zhaoxin)\b/i;

/** The answer found, and the host it holds for: a test substitutes another host. */
let known: { readonly host: HostProcess; readonly found: StoreOrder } | undefined;

/** The store order here. It needs no permission, asks the user for none, and throws nothing. */
export function storeOrder(): StoreOrder {
  const host = (globalThis as { process?: HostProcess }).process;
  // Deno, Node and Bun have it; browsers do not, and say nothing else that could be relied on.
  if (typeof host !== "object" || host === null) return { order: "unknown" };
  if (known?.host !== host) known = { host, found: judgeSafely(host) };
  return known.found;
}

/** A host whose own words cannot be read says nothing. */
function judgeSafely(host: HostProcess): StoreOrder {
  try {
    return judge(host);
  } catch {
    return { order: "unknown" };
  }
}

function judge(host: HostProcess): StoreOrder {
  const { arch, platform, versions } = host;
  if (typeof arch !== "string") return { order: "unknown" };
  if (arch !== X64) {
    return refuted(`the processor must keep the order of stores, as x86-64 does, got ${arch}`);
  }
  const other = OTHER_ENGINES.find((name) => versions?.[name] !== undefined);
  if (other !== undefined) {
    return refuted(`the engine must be V8, since no other compiler has been looked at, got ${other}`);
  }
  if (typeof versions?.v8 !== "string") return { order: "unknown" };
  const processor = platform === "darwin" ? undefined : processorName(host);
  if (processor === undefined) return { order: AT_THEIR_WORD.includes(String(platform)) ? "kept" : "unknown" };
  if (OTHER_PROCESSOR.test(processor)) {
    return refuted(`the processor must be an x86-64 that is not emulated, got ${processor}`);
  }
  return { order: X86_PROCESSOR.test(processor) ? "kept" : "unknown" };
}

function refuted(reason: string): StoreOrder {
  return { order: "refuted", reason };
}

/** The name of the processor; undefined where the host does not tell it, or not without a permission. */
function processorName(host: HostProcess): string | undefined {
  try {
    if (host.versions?.deno !== undefined) {
      const { permissions } = (globalThis as { Deno?: DenoPermissions }).Deno ?? {};
      if (permissions?.querySync({ name: "sys", kind: "cpus" }).state !== "granted") return undefined;
    }
    const model = host.getBuiltinModule?.("node:os")?.cpus()[0]?.model;
    return typeof model === "string" ? model : undefined;
  } catch {
    return undefined; // A host that promises the call and fails it has not told the name.
  }
}
