import { assert } from "@std/assert";
import { costOf, patterns } from "../../../tools/lint/costs.ts";

const mayRun = Deno.permissions.querySync({ name: "run" }).state === "granted";
const skipped = mayRun ? "" : " (skipped without --allow-run)";

Deno.test(`what the law says allocates does, and what it says instead does not${skipped}`, { ignore: !mayRun }, () => {
  // One pattern for each rule, and one for no rule, keeps this short; the tool itself measures all of them.
  const chosen = new Map(patterns.filter(({ allocates }) => allocates).map(({ rule, name }) => [rule, name]));
  assert(chosen.size > 0);
  for (const name of chosen.values()) {
    const breach = costOf(name, "breach", 100).bytesPerEvent;
    const instead = costOf(name, "instead", 100).bytesPerEvent;
    assert(breach >= 8, `${name}: expected at least 8 bytes an event, measured ${breach}`);
    assert(instead < 1, `${name}: expected no bytes for what to write instead, measured ${instead}`);
  }
});
