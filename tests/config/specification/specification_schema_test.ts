import { assert, assertEquals } from "@std/assert";
import { Ajv2020 } from "ajv";
import fc from "fast-check";
import { checkSpecification } from "../../../config/specification/read_specification.ts";
import { specificationSchema } from "../../../config/specification/specification_schema.ts";
import { RUNS, SPECIFICATIONS } from "./_specifications.ts";

// The schema is for editors, which have nothing else. So it is judged by a validator that has nothing else either.
//
// After a change of the rules: deno test --allow-read --allow-write tests/config/specification -- --update

const PATH = new URL("../../../config/specification/specification.schema.json", import.meta.url);
const mayRead = Deno.permissions.querySync({ name: "read", path: PATH }).state === "granted";

const validate = new Ajv2020({ strict: true, strictRequired: false, allErrors: false }).compile(specificationSchema());

function isValid(value: unknown): boolean {
  return validate(JSON.parse(JSON.stringify(value)));
}

Deno.test("every specification that is read keeps to the schema, as it is written and as it is filled in", () => {
  fc.assert(
    fc.property(SPECIFICATIONS, (written) => {
      assert(isValid(written), JSON.stringify(validate.errors));
      assert(isValid(checkSpecification(written)), JSON.stringify(validate.errors));
    }),
    RUNS,
  );
});

Deno.test("what the schema refuses is refused", () => {
  const junk = fc.oneof(
    fc.constantFrom<unknown>(null, -1, 0, 0.5, "", "1", "-1us", "1s", true, [], {}),
    fc.jsonValue(),
  );
  let refused = 0;
  fc.assert(
    fc.property(SPECIFICATIONS, fc.constantFrom(...Object.keys(BASE)), junk, (written, key, value) => {
      const changed = { ...written, [key]: value };
      if (isValid(changed)) return;
      refused++;
      try {
        checkSpecification(changed);
      } catch {
        return;
      }
      throw new Error(`it is read, but the schema refuses it: ${JSON.stringify(validate.errors)}`);
    }),
    { numRuns: 1_000 },
  );
  assert(refused > 100, `${refused} refused`);
});

const CONSUMER = { name: "a", service: "1us" };
const FEED = { model: "constant", rate: "1k/s", events: 3 };
const BASE = {
  ring: { capacity: 64, payloadWords: 4 },
  feed: FEED,
  consumers: [CONSUMER],
  pauses: [],
  failures: [],
  warmup: { ticks: 1 },
  checks: {},
  afterGap: { provisionalFor: 0 },
  recoveryTicks: 3,
  step: "1ms",
  duration: "1s",
  seed: 1,
};

Deno.test("the schema refuses typical mistakes", () => {
  assert(isValid(BASE), JSON.stringify(validate.errors));
  const mistakes: Record<string, unknown>[] = [
    { sed: 1 },
    { seed: "1" },
    { seed: 1.5 },
    { duration: 0 },
    { duration: "10" },
    { duration: "1.5ns" },
    { duration: null },
    { ring: { capacity: 60 } },
    { ring: { capcity: 64 } },
    { feed: "feed.csv" },
    { feed: { model: "poison", rate: 1 } },
    { feed: { model: "poisson" } },
    { feed: { ...FEED, rate: "1k" } },
    { feed: { ...FEED, rate: 1e10 } },
    { feed: { ...FEED, burst: 1 } },
    { feed: [{ model: "merged", feeds: [FEED] }] },
    { consumers: [] },
    { consumers: [{ name: "a" }] },
    { consumers: [{ ...CONSUMER, polls: 1 }] },
    { consumers: [{ ...CONSUMER, name: "" }] },
    { consumers: [{ ...CONSUMER, name: "a\n" }] },
    { consumers: [{ ...CONSUMER, onOverrun: "skip" }] },
    { consumers: [{ ...CONSUMER, onOverrun: { leave: 0 } }] },
    { consumers: [{ ...CONSUMER, pauses: [{ at: 1, every: 2, for: 1 }] }] },
    { consumers: [{ ...CONSUMER, service: { perEvent: { median: 1 } } }] },
    { consumers: [{ ...CONSUMER, service: { perEvent: { median: 1, p99: 2, mean: 1 } } }] },
    { failures: [{ kind: "outage", from: 1 }] },
    { failures: [{ kind: "execution-failure" }] },
    { failures: [{ kind: "execution-failure", from: 1, fromStep: 1 }] },
    { checks: { lagg: 1 } },
    { checks: { lag: "1ms" } },
  ];
  for (const mistake of mistakes) assertEquals(isValid({ ...BASE, ...mistake }), false, JSON.stringify(mistake));
});

Deno.test({
  name: `the committed schema is that of the rules${mayRead ? "" : " (skipped without --allow-read)"}`,
  ignore: !mayRead,
  fn() {
    const text = `${JSON.stringify(specificationSchema(), undefined, 2)}\n`;
    if (Deno.args.includes("--update")) Deno.writeTextFileSync(PATH, text);
    assertEquals(Deno.readTextFileSync(PATH), text, "write it anew by --update, as the comment at the top says");
  },
});
