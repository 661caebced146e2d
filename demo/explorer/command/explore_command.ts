import { integerRule } from "../../terminal/option_values.ts";
import type { Command } from "../../terminal/command.ts";

/** Greatest number of a port. */
export const PORT_MAX = 65_535;

/** The command line of `explore`. */
export const EXPLORE: Command = {
  usage: "deno task explore [SCENARIO|SPEC.json|'#ADDRESS'] [OPTION...]",
  summary:
    "Shows runs as pictures, in a page to go through them, change them and compare them. Makes the page, which is one file " +
    "that runs the modules of the other commands and asks for nothing, serves it to this machine only, and prints its " +
    "address. Ends at Ctrl-C.",
  operands: {
    title: "Operand",
    entries: [
      ["SCENARIO", "Shows a scenario of deno task demo. Default: producer-heavy, under skip-to-head."],
      ["SPEC.json", "Shows the system of a specification, as simulate reads it; - is standard input."],
      ["'#ADDRESS'", "Shows what an address asks for: the part from # on that the page shows in its address bar."],
    ],
  },
  options: [
    {
      name: "out",
      value: "FILE",
      rule: "a path",
      help: "Writes the page to a file instead, to be opened or published; - is standard output.",
    },
    {
      name: "element",
      value: "FILE",
      rule: "a path",
      help: "Writes a script instead that gives <ring-figure> to a page of your own; - is standard output.",
    },
    {
      name: "port",
      value: "N",
      rule: integerRule(1, PORT_MAX),
      help: `Port to serve on, ${integerRule(1, PORT_MAX)}. Default: one that is free.`,
    },
    {
      name: "run",
      value: "N",
      rule: "an integer from 1",
      help: "Which specification to show, of a file that has several; the first is 1.",
    },
  ],
  statuses: [["0", "the page or the script was written"], ["130, 143", "interrupted, after the page was served"]],
};
