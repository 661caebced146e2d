/// <reference lib="dom" />
import type { Page } from "puppeteer-core";

/** What axe finds in a page, in one line each: the rule, and where it is broken. */
export async function axeViolations(page: Page): Promise<string[]> {
  const { default: axe } = await import("axe-core");
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    // deno-lint-ignore no-explicit-any -- it is where axe puts itself, which has no type here
    const { violations } = await (globalThis as any).axe.run();
    // deno-lint-ignore no-explicit-any -- it has no type here
    return violations.map(({ id, nodes }: any) => `${id}: ${nodes.slice(0, 5).map(({ target }: any) => target)}`);
  });
}
