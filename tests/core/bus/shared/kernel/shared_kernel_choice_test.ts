import { assertEquals, assertThrows } from "@std/assert";
import { SharedRingBuffer } from "../../../../../core/bus/shared/shared_ring_buffer.ts";
import type { SharedKernelName } from "../../../../../core/bus/shared/shared_ring_settings.ts";
import { withGlobal } from "../../../time/_surroundings.ts";

// The kernel with plain stores is chosen only where the host says that it is V8 on an x86-64, and nothing says that this is
// emulated without the order of stores. Hosts are faked by what they say of themselves.

type Choice = SharedKernelName | "refused";

interface Host {
  readonly says: string;
  /** `globalThis.process` there. */
  readonly process: unknown;
  /** What `globalThis.Deno` answers to the question for a permission. Default: there is no Deno. */
  readonly cpusPermission?: string;
  /** What is chosen, and what happens to somebody who names `wasm-tso`. */
  readonly chosen: SharedKernelName;
  readonly named: Choice;
  /** Why it is refused. */
  readonly reason?: string;
}

const V8 = { v8: "12.4.254.21-node.21", node: "22.11.0" };
const DENO = { ...V8, deno: "2.9.6" };

function node(platform: string, model: unknown, more: Record<string, unknown> = {}): unknown {
  const cpus = () => [{ model }, { model }];
  return { arch: "x64", platform, versions: V8, getBuiltinModule: () => ({ cpus }), ...more };
}

function failing(): never {
  throw new Error("EPERM");
}

const emulated = "the processor must be an x86-64 that is not emulated, got";

const HOSTS: readonly Host[] = [
  { says: "nothing, as a browser", process: undefined, chosen: "wasm", named: "wasm-tso" },
  { says: "nothing that is an object", process: "none", chosen: "wasm", named: "wasm-tso" },
  {
    says: "something that cannot be read",
    process: Object.defineProperty({}, "arch", { get: failing }),
    chosen: "wasm",
    named: "wasm-tso",
  },
  { says: "null", process: null, chosen: "wasm", named: "wasm-tso" },
  { says: "what a bundler puts in the place of process", process: { env: {} }, chosen: "wasm", named: "wasm-tso" },
  { says: "x64 and no engine", process: { arch: "x64", platform: "linux" }, chosen: "wasm", named: "wasm-tso" },
  ...["arm64", "arm", "riscv64", "ia32", "loong64", "ppc64"].map((arch): Host => ({
    says: arch,
    process: node("linux", "Intel(R) Xeon(R)", { arch }),
    chosen: "wasm",
    named: "refused",
    reason: `the processor must keep the order of stores, as x86-64 does, got ${arch}`,
  })),
  {
    says: "Bun, which gives a version of V8 as well",
    process: node("linux", "Intel(R) Xeon(R)", { versions: { ...V8, bun: "1.3.0", webkit: "abc" } }),
    chosen: "wasm",
    named: "refused",
    reason: "the engine must be V8, since no other compiler has been looked at, got bun",
  },
  {
    says: "GraalVM",
    process: node("linux", "Intel(R) Xeon(R)", { versions: { ...V8, graalvm: "24.0.0" } }),
    chosen: "wasm",
    named: "refused",
    reason: "got graalvm",
  },
  ...[
    "Intel(R) Xeon(R) Processor",
    "Intel(R) Core(TM) i7-8650U CPU @ 1.90GHz",
    "AMD EPYC 7763 64-Core Processor",
    "AMD Ryzen 9 7950X 16-Core Processor",
    "Hygon C86 7285 32-core Processor",
  ].flatMap((model) =>
    ["linux", "win32", "freebsd"].map((platform): Host => ({
      says: `Node on ${platform}, ${model}`,
      process: node(platform, model),
      chosen: "wasm-tso",
      named: "wasm-tso",
    }))
  ),
  ...[
    "Snapdragon(R) X Elite - X1E80100 - Qualcomm(R) Oryon(TM) CPU",
    "Microsoft SQ1 @ 3.0 GHz",
    "Cortex-A76",
    "Neoverse-N1",
    "Ampere(R) Altra(R) Processor",
    "Apple M2",
    "ARMv8 Processor rev 1 (v8l)",
    "Box64 on Intel lookalike",
  ].flatMap((model) =>
    ["linux", "win32"].map((platform): Host => ({
      says: `Node on ${platform}, ${model}`,
      process: node(platform, model),
      chosen: "wasm",
      named: "refused",
      reason: `${emulated} ${model}`,
    }))
  ),
  ...["unknown", "", "QEMU Virtual CPU version 2.5+"].map((model): Host => ({
    says: `Node on linux, a processor called "${model}"`,
    process: node("linux", model),
    chosen: "wasm",
    named: "wasm-tso",
  })),
  // An Intel Mac has the order, and Rosetta keeps it.
  {
    says: "Node on an Intel Mac",
    process: node("darwin", "Intel(R) Core(TM) i9"),
    chosen: "wasm-tso",
    named: "wasm-tso",
  },
  {
    says: "Node under Rosetta",
    process: node("darwin", "VirtualApple @ 2.50GHz"),
    chosen: "wasm-tso",
    named: "wasm-tso",
  },
  // Where the name of the processor cannot be had, the system decides.
  ...([["linux", "wasm-tso"], ["darwin", "wasm-tso"], ["win32", "wasm"], ["freebsd", "wasm"], [
    "sunos",
    "wasm",
  ]] as const)
    .flatMap(([platform, chosen]): Host[] => [
      {
        says: `an old Node on ${platform}`,
        process: node(platform, "", { getBuiltinModule: undefined }),
        chosen,
        named: "wasm-tso",
      },
      {
        says: `Node on ${platform} that fails`,
        process: node(platform, "", { getBuiltinModule: failing }),
        chosen,
        named: "wasm-tso",
      },
      { says: `Node on ${platform} without processors`, process: node(platform, undefined), chosen, named: "wasm-tso" },
      ...["denied", "prompt"].map((cpusPermission): Host => ({
        says: `Deno on ${platform}, with the permission ${cpusPermission}`,
        process: node(platform, "Snapdragon(R) X Elite", { versions: DENO }),
        cpusPermission,
        chosen,
        named: "wasm-tso",
      })),
    ]),
  {
    says: "Deno on Windows with the permission, on an Intel",
    process: node("win32", "Intel(R) Core(TM) i7", { versions: DENO }),
    cpusPermission: "granted",
    chosen: "wasm-tso",
    named: "wasm-tso",
  },
  {
    says: "Deno on Windows with the permission, on an ARM",
    process: node("win32", "Snapdragon(R) X Elite", { versions: DENO }),
    cpusPermission: "granted",
    chosen: "wasm",
    named: "refused",
    reason: `${emulated} Snapdragon(R) X Elite`,
  },
];

/** Does something on a host. */
function on<Result>({ process, cpusPermission }: Host, action: () => Result): Result {
  const permissions = { querySync: () => ({ state: cpusPermission }) };
  let result: Result | undefined;
  withGlobal("Deno", cpusPermission === undefined ? undefined : { permissions }, () => {
    withGlobal("process", process, () => {
      result = action();
    });
  });
  return result!;
}

for (const host of HOSTS) {
  Deno.test(`SharedRingBuffer on a host that says ${host.says} uses ${host.chosen}`, () => {
    const make = (kernel?: SharedKernelName) =>
      on(host, () => {
        const ring = new SharedRingBuffer({ capacity: 2 }, { kernel });
        assertEquals(ring.createConsumer().kernel, ring.kernel);
        return ring.kernel;
      });
    assertEquals(make(), host.chosen);
    assertEquals([make("wasm"), make("atomics")], ["wasm", "atomics"], "they are right everywhere");
    if (host.named !== "refused") return assertEquals(make("wasm-tso"), host.named);
    const error = assertThrows(() => make("wasm-tso"), Error, "Cannot use kernel wasm-tso: ");
    assertEquals([error.message.endsWith(host.reason!), error.message.includes("\n")], [true, false], error.message);
  });
}

Deno.test("SharedRingBuffer asks a host for the name of its processor once, and another host again", () => {
  let asked = 0;
  const model = "AMD EPYC 7763 64-Core Processor";
  const getBuiltinModule = () => ({ cpus: () => (asked++, [{ model }]) });
  for (let host = 1; host <= 2; host++) {
    const process = node("linux", model, { getBuiltinModule });
    on({ says: "it", process, chosen: "wasm-tso", named: "wasm-tso" }, () => {
      for (let n = 0; n < 3; n++) new SharedRingBuffer({ capacity: 2 }).createConsumer();
    });
    assertEquals(asked, host);
  }
});
