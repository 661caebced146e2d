import { wrap } from "./layout/layout.ts";
import type { Option } from "./options.ts";

/** Names with what they mean, under a heading. */
export interface HelpSection {
  /** The heading. */
  readonly title: string;
  /** The names, and what each of them means. A name without a meaning has a line to itself. */
  readonly entries: readonly (readonly [name: string, meaning: string])[];
}

/** A help text: how the command is used, what it does, and its parts. */
export function renderHelp(usage: string, summary: string, sections: readonly HelpSection[]): string {
  const parts = sections.map(({ title, entries }) => {
    const width = Math.max(0, ...entries.filter(([, meaning]) => meaning !== "").map(([name]) => name.length)) + 2;
    const lines = entries.flatMap(([name, meaning]) =>
      meaning === ""
        ? [`  ${name}\n`]
        : wrap(meaning, HELP_WIDTH - width - 2).map((line, n) => `  ${(n === 0 ? name : "").padEnd(width)}${line}\n`)
    );
    return `\n${title}\n${lines.join("")}`;
  });
  return `Usage: ${usage}\n\n${wrap(summary, HELP_WIDTH).join("\n")}\n${parts.join("")}`;
}

/** The options of a command as entries of its help. */
export function describeOptions(options: readonly Option[]): [string, string][] {
  return options.map(({ name, value, optionalValue, help }) => {
    const shown = optionalValue === undefined ? value : `[${value}]`;
    return [shown === undefined ? `--${name}` : `--${name} ${shown}`, help];
  });
}

const HELP_WIDTH = 80;
