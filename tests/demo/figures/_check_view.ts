import { assert, assertEquals } from "@std/assert";
import type { RunView } from "../../../demo/figures/run_view.ts";
import { sum } from "../../../demo/system/summary.ts";

/** Asserts what holds of every view: its columns add up to its account, and its lifecycle has no gap. */
export function checkView(view: RunView, shown: string): void {
  const { count, head, lag, lagMax, lost, overruns, live, provisional, stalenessNsMax, account, states, capacity } =
    view;
  for (const column of [head, lag, lagMax, lost, overruns, live, provisional, stalenessNsMax]) {
    assertEquals(column.length, count, shown);
    for (let n = 0; n < count; n++) assert(column[n] >= 0, shown);
  }
  assertEquals(
    { events: head[count - 1], live: sum(live), provisional: sum(provisional), lost: sum(lost) },
    { events: account.events, live: account.live, provisional: account.provisional, lost: account.lost },
    shown,
  );
  assertEquals(account.live + account.provisional + account.lost + account.waiting, account.events, shown);
  assertEquals(Math.min(lag[count - 1], capacity), account.waiting, shown);
  for (let n = 0; n < count; n++) {
    assert(lagMax[n] >= lag[n] && lagMax[n] >= (lag[n - 1] ?? 0), shown);
    assert(head[n] >= lagMax[n] && head[n] >= (head[n - 1] ?? 0), shown);
    assert(overruns[n] === 0 || lagMax[n] > capacity, shown);
    assert(stalenessNsMax[n] === 0 || live[n] + provisional[n] > 0, shown);
  }
  assertEquals([states[0].from, states.at(-1)?.to], [0, count], shown);
  states.forEach(({ from, to, state, causes }, n) => {
    assert(from < to, shown);
    if (n > 0) assertEquals(from, states[n - 1].to, shown);
    assertEquals(causes.length > 0, state === "DEGRADED", shown);
  });
  checkEpisodes(view, shown);
  checkStaleness(view, shown);
}

function checkEpisodes({ episodes, count, overruns, account, observed }: RunView, shown: string): void {
  assertEquals([episodes.length > 0, observed], [sum(overruns) > 0, episodes[0]?.from], shown);
  let at = 0;
  episodes.forEach(({ from, to, lost }, n) => {
    assert(from >= at && from < count && lost >= 0, shown);
    assert(overruns[Math.floor(from)] > 0, shown);
    assert(to === undefined ? n === episodes.length - 1 : to >= from, shown);
    at = from;
  });
  assert(episodes.reduce((all, { lost }) => all + lost, 0) <= account.lost, shown);
}

function checkStaleness({ staleness, account, stalenessNsMax, count }: RunView, shown: string): void {
  assertEquals(staleness.length > 0, account.live + account.provisional > 0, shown);
  assert(staleness.length <= 60, shown);
  staleness.forEach(({ share, ns }, n) => {
    assert(share > (staleness[n - 1]?.share ?? 0) && ns >= (staleness[n - 1]?.ns ?? 0), shown);
  });
  let oldest = 0;
  for (let n = 0; n < count; n++) oldest = Math.max(oldest, stalenessNsMax[n]);
  assertEquals([staleness.at(-1)?.share ?? 1, staleness.at(-1)?.ns ?? 0], [1, oldest], shown);
}
