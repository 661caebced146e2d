import { assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { SHARED_KERNEL_BYTES } from "../../../core/bus/shared/kernel/shared_kernel_bytes.ts";

const SOURCE = new URL("../../../core/bus/shared/kernel/shared_kernel.wat", import.meta.url);
// The assembler asks for the environment when it is loaded, so it is loaded where that is allowed.
const may = (["read", "env"] as const).every((name) => Deno.permissions.querySync({ name }).state === "granted");
const skipped = may ? "" : " (skipped: needs --allow-read --allow-env)";

Deno.test(`the bytes of the WebAssembly kernel are those of its text${skipped}`, { ignore: !may }, async () => {
  const { difference } = await import("../../../tools/wasm/build.ts");
  assertEquals(await difference(), undefined);
});

Deno.test(
  `assemble gives other bytes when one instruction of the text is changed${skipped}`,
  { ignore: !may },
  async () => {
    const { assemble } = await import("../../../tools/wasm/build.ts");
    const text = await Deno.readTextFile(SOURCE);
    assertEquals(await assemble(text), new Uint8Array(SHARED_KERNEL_BYTES));
    const changed = text.replace("i32.atomic.store (local.get $slot)", "i32.store (local.get $slot)");
    assertNotEquals(await assemble(changed), new Uint8Array(SHARED_KERNEL_BYTES));
  },
);

Deno.test(`assemble refuses a text that is not valid${skipped}`, { ignore: !may }, async () => {
  const { assemble } = await import("../../../tools/wasm/build.ts");
  await assertRejects(() => assemble("(module (func (result i32)))"), Error);
  await assertRejects(() => assemble("(module (func $f (call $g)))"), Error);
});
