import { type FailureSpecification, formatDuration, type SystemSpecification } from "../../../config/mod.ts";
import { printable } from "../../../config/printable.ts";
import { formatExactly, formatGrouped, plural } from "../../terminal/layout/number_format.ts";
import { displayWidth, padEnd } from "../../terminal/layout/display_width.ts";
import { hang, wrap } from "../../terminal/layout/layout.ts";
import { shortName } from "../../terminal/layout/short_name.ts";
import { describeConsumer, describeFeed, describePause } from "./words.ts";

/** A part of a system, and what it is. */
export type SystemRow = readonly [name: string, text: string];

/**
 * The system, a row for each of its parts. What it has not is not mentioned.
 *
 * @param isSized whether ring and policies are left out, for they are what is looked for
 */
export function systemRows(specification: SystemSpecification, isSized = false): SystemRow[] {
  const { ring, feed, consumers, pauses, failures, warmup, checks, recoveryTicks, step, duration, seed } =
    specification;
  const hasControl = Object.keys(checks).length > 0;
  return [
    ["feed", describeFeed(feed, step)],
    ...(isSized
      ? []
      : [["ring", `${plural(ring.capacity, "event")} of ${plural(ring.payloadWords, "word")}`] as const]),
    ...consumers.map((consumer) => [shortName(consumer.name), describeConsumer(consumer, step, isSized)] as const),
    ...pauses.map((pause) => ["all", describePause(pause)] as const),
    ...failures.map((failure) => ["failure", describeFailure(failure)] as const),
    ...(warmup === undefined
      ? []
      : [["warm-up", `${plural(warmup.ticks, "tick")} of ${formatDuration(warmup.tick)}`] as const]),
    ...Object.entries(checks).map(([id, { limit, recoveryLimit }]) =>
      [
        "check",
        `${printable(id)} fails above ${formatExactly(limit)}, is over at ${formatExactly(recoveryLimit)}`,
      ] as const
    ),
    ...(hasControl
      ? [
        [
          "control",
          `a turn every ${formatDuration(step)}, well after ${formatGrouped(recoveryTicks)} in a row`,
        ] as const,
      ]
      : []),
    ["run", `${duration === undefined ? "until all is drained" : formatDuration(duration)}, seed ${seed}`],
  ];
}

/** The same as lines, of so many characters. */
export function systemLines(specification: SystemSpecification, width: number, isSized = false): string[] {
  const rows = systemRows(specification, isSized);
  const nameWidth = Math.max(...rows.map(([name]) => displayWidth(name))) + 2;
  return rows.flatMap(([name, text]) => hang(padEnd(name, nameWidth), wrap(text, width - nameWidth)));
}

function describeFailure({ kind, from, to }: FailureSpecification): string {
  const end = to === undefined ? "to the end" : `to ${formatDuration(to)}`;
  return `${printable(kind)} from ${formatDuration(from)} ${end}`;
}
