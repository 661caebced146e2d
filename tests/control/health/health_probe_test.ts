import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  dropCheck,
  type HealthCheck,
  type HealthLimits,
  type HealthSnapshot,
  heartbeatCheck,
  lagCheck,
  lossCheck,
  overrunCheck,
  quietCheck,
  stalenessCheck,
  stallCheck,
} from "../../../control/health/health_check.ts";
import { type CheckReport, HealthProbe, type HealthReport } from "../../../control/health/health_probe.ts";

const WELL: HealthSnapshot = {
  lag: 0,
  capacity: 64,
  stalenessNs: 0,
  heartbeatAgeNs: 0,
  latestArrivalNs: 0,
  lost: 0,
  overruns: 0,
  stalls: 0,
  dropped: 0,
};

function only(report: HealthReport): CheckReport {
  assertEquals(report.checks.length, 1);
  assertEquals(report.ok, report.checks[0].ok);
  return report.checks[0];
}

/** Feeds one check with values of one number of the snapshot, one a nanosecond, and says when it was well. */
function verdicts(check: HealthCheck, field: keyof HealthSnapshot, values: readonly number[]): string {
  const probe = new HealthProbe({ checks: [check] });
  return values.map((value, n) => only(probe.evaluate({ ...WELL, [field]: value }, n)).ok ? "o" : "X").join("");
}

Deno.test("lagCheck fails above its share of the capacity, and at the default recovers at half", () => {
  assertEquals(verdicts(lagCheck(), "lag", [0, 48, 49, 48, 33, 32, 33, 48, 64, 32]), "ooXXXoooXo");
  const { value, unit } = only(new HealthProbe({ checks: [lagCheck()] }).evaluate({ ...WELL, lag: 16 }, 0));
  assertEquals([value, unit], [0.25, "share of capacity"]);
});

Deno.test("stalenessCheck fails above its limit and recovers at its recovery limit", () => {
  const check = stalenessCheck({ limit: 1_000, recoveryLimit: 100 });
  assertEquals(verdicts(check, "stalenessNs", [1_000, 1_001, 101, 100, 1_000]), "oXXoo");
});

Deno.test("heartbeatCheck fails above its limit and recovers at its recovery limit", () => {
  const check = heartbeatCheck({ limit: 1_000, recoveryLimit: 100 });
  assertEquals(verdicts(check, "heartbeatAgeNs", [1_000, 1_001, 101, 100, 1_000]), "oXXoo");
});

Deno.test("quietCheck fails when the latest event arrived too long ago", () => {
  const probe = new HealthProbe({ checks: [quietCheck({ limit: 500 })] });
  const seen = [[100, 100], [100, 600], [100, 601], [590, 700]].map(([latestArrivalNs, nowNs]) => {
    const { ok, value } = only(probe.evaluate({ ...WELL, latestArrivalNs }, nowNs));
    return [ok, value];
  });
  assertEquals(seen, [[true, 0], [true, 500], [false, 501], [true, 110]]);
});

const GROWING = [
  [lossCheck(), "lost"],
  [overrunCheck(), "overruns"],
  [stallCheck(), "stalls"],
  [dropCheck(), "dropped"],
] as const;

for (const [check, field] of GROWING) {
  Deno.test(`${check.id} check fails while its count grows, from the first look on`, () => {
    assertEquals(verdicts(check, field, [0, 0, 3, 3, 4, 9, 9]), "ooXoXXo");
    // What happened an hour before the probe was made is not held against the system.
    assertEquals(verdicts(check, field, [5, 5, 6]), "ooX");
  });

  Deno.test(`${check.id} check takes a count that has fallen for one that began anew`, () => {
    assertEquals(verdicts(check, field, [9, 9, 4, 4, 0]), "ooXoo");
    const probe = new HealthProbe({ checks: [check] });
    assertEquals([9, 4, 6].map((count, n) => only(probe.evaluate({ ...WELL, [field]: count }, n)).value), [0, 4, 2]);
  });

  Deno.test(`${check.id} check calls unhealthy a count that is not a number`, () => {
    assertEquals(verdicts(check, field, [NaN, 0, 0]), "XXo");
  });
}

Deno.test("lossCheck can be told to bear some loss", () => {
  assertEquals(verdicts(lossCheck({ limit: 5, recoveryLimit: 1 }), "lost", [5, 10, 16, 21, 23, 24]), "ooXXXo");
});

Deno.test("HealthProbe does not miss growth when the caller reuses the snapshot object", () => {
  const probe = new HealthProbe({ checks: [lossCheck()] });
  const snapshot = { ...WELL };
  assertEquals(probe.evaluate(snapshot, 0).ok, true);
  snapshot.lost = 7;
  assertEquals(only(probe.evaluate(snapshot, 1)).value, 7);
});

Deno.test("HealthProbe says since when a check has been well or failing", () => {
  const probe = new HealthProbe({ checks: [lagCheck({ limit: 0.5, recoveryLimit: 0.25 })] });
  const since = [[10, 0], [20, 40], [30, 64], [40, 20], [50, 16], [60, 32], [70, 33]].map(([nowNs, lag]) =>
    only(probe.evaluate({ ...WELL, lag }, nowNs)).sinceNs
  );
  assertEquals(since, [10, 20, 20, 20, 50, 50, 70]);
});

Deno.test("HealthProbe reports every check with its sentence, unit, limits and value", () => {
  const probe = new HealthProbe({ checks: [lagCheck(), stalenessCheck({ limit: 10 }), quietCheck({ limit: 20 })] });
  const report = probe.evaluate({ ...WELL, lag: 64, stalenessNs: 10, latestArrivalNs: 5 }, 40);
  assertEquals(report, {
    ok: false,
    nowNs: 40,
    checks: [
      {
        id: "lag",
        sentence: "Does the slowest consumer keep up with its producer?",
        unit: "share of capacity",
        ok: false,
        value: 1,
        limit: 0.75,
        recoveryLimit: 0.5,
        sinceNs: 40,
      },
      {
        id: "staleness",
        sentence: "Are events decided on while they are fresh?",
        unit: "ns",
        ok: true,
        value: 10,
        limit: 10,
        recoveryLimit: 10,
        sinceNs: 40,
      },
      {
        id: "quiet",
        sentence: "Does the feed still send events?",
        unit: "ns",
        ok: false,
        value: 35,
        limit: 20,
        recoveryLimit: 20,
        sinceNs: 40,
      },
    ],
  });
});

Deno.test("HealthProbe.latest is nothing before the first look, and then what was said last", () => {
  const probe = new HealthProbe({ checks: [lagCheck()] });
  assertEquals(probe.latest, undefined);
  const report = probe.evaluate(WELL, 3);
  assert(probe.latest === report);
});

Deno.test("HealthProbe reports are frozen", () => {
  const report = new HealthProbe({ checks: [lagCheck()] }).evaluate(WELL, 3);
  assert(Object.isFrozen(report) && Object.isFrozen(report.checks) && Object.isFrozen(report.checks[0]));
  assert(Object.isFrozen(lagCheck()));
});

Deno.test("HealthProbe calls unhealthy what cannot be measured", () => {
  assertEquals(verdicts(lagCheck(), "lag", [NaN, 0]), "Xo");
  assertEquals(verdicts(lagCheck(), "capacity", [0, 64]), "Xo");
});

Deno.test("HealthProbe takes checks of one's own", () => {
  const check: HealthCheck = {
    id: "even",
    sentence: "Is the lag even?",
    unit: "events",
    limit: 0,
    recoveryLimit: 0,
    measure: (snapshot) => snapshot.lag % 2,
  };
  assertEquals(verdicts(check, "lag", [2, 3, 4]), "oXo");
});

Deno.test("HealthProbe refuses to be made without checks, or with two of one id", () => {
  assertThrows(
    () => new HealthProbe({ checks: [] }),
    RangeError,
    "Cannot create HealthProbe: checks must have at least 1 element, got 0",
  );
  const checks = [lagCheck(), quietCheck({ limit: 1 }), lagCheck({ limit: 1 })];
  assertThrows(
    () => new HealthProbe({ checks }),
    RangeError,
    "Cannot create HealthProbe: checks must have different ids, got lag twice",
  );
});

Deno.test("HealthProbe refuses limits that contradict, its own checks' and others'", () => {
  assertThrows(
    () => lagCheck({ limit: 0.5, recoveryLimit: 0.6 }),
    RangeError,
    "Cannot create check lag: recoveryLimit must be a number from 0 to the limit, 0.5, got 0.6",
  );
  const contradicting = { ...lagCheck(), limit: 0.25 };
  assertThrows(
    () => new HealthProbe({ checks: [contradicting] }),
    RangeError,
    "Cannot create check lag: recoveryLimit",
  );
  for (
    const create of [
      lagCheck,
      stalenessCheck,
      heartbeatCheck,
      quietCheck,
      lossCheck,
      overrunCheck,
      stallCheck,
      dropCheck,
    ]
  ) {
    for (const limit of [-1, NaN, Infinity]) {
      assertThrows(() => create({ limit }), RangeError, `must be a finite number from 0, got ${limit}`);
    }
    for (const recoveryLimit of [-1, NaN, Infinity, 11]) {
      assertThrows(() => create({ limit: 10, recoveryLimit }), RangeError, `the limit, 10, got ${recoveryLimit}`);
    }
  }
});

Deno.test("HealthProbe refuses limits that are no numbers, as a configuration file may hold them", () => {
  const refused: readonly (readonly [limits: unknown, message: string])[] = [
    [{ limit: null }, "Cannot create check lag: limit must be a finite number from 0, got null"],
    [{ limit: "9" }, 'Cannot create check lag: limit must be a finite number from 0, got "9"'],
    [{ limit: true }, "Cannot create check lag: limit must be a finite number from 0, got true"],
    [
      { limit: 9, recoveryLimit: null },
      "Cannot create check lag: recoveryLimit must be a number from 0 to the limit, 9, got null",
    ],
    [
      { limit: 9, recoveryLimit: "1" },
      'Cannot create check lag: recoveryLimit must be a number from 0 to the limit, 9, got "1"',
    ],
    // By its characters, "10" is less than "9".
    [{ limit: "9", recoveryLimit: "10" }, 'Cannot create check lag: limit must be a finite number from 0, got "9"'],
  ];
  for (const [limits, message] of refused) {
    const error = assertThrows(() => lagCheck(limits as HealthLimits), RangeError);
    assertEquals(error.message, message);
  }
});

Deno.test("HealthProbe.evaluate refuses a time that goes back or is none, and keeps what it knew", () => {
  const probe = new HealthProbe({ checks: [lossCheck()] });
  const report = probe.evaluate({ ...WELL, lost: 1 }, 10);
  const refused: [number, string][] = [
    [9, "Cannot evaluate health: nowNs must be at least the last, 10, got 9"],
    [NaN, "Cannot evaluate health: nowNs must be a finite number, got NaN"],
    [Infinity, "Cannot evaluate health: nowNs must be a finite number, got Infinity"],
    [-Infinity, "Cannot evaluate health: nowNs must be a finite number, got -Infinity"],
  ];
  for (const [nowNs, message] of refused) {
    const error = assertThrows(() => probe.evaluate({ ...WELL, lost: 9 }, nowNs), RangeError);
    assertEquals(error.message, message);
  }
  assert(probe.latest === report);
  assertEquals(only(probe.evaluate({ ...WELL, lost: 1 }, 10)).value, 0);
});

Deno.test("HealthProbe with hysteresis changes its mind only beyond a limit", () => {
  const limits = fc.tuple(fc.nat({ max: 100 }), fc.nat({ max: 100 }));
  fc.assert(fc.property(limits, fc.array(fc.nat({ max: 120 })), ([one, other], values) => {
    const limit = Math.max(one, other);
    const recoveryLimit = Math.min(one, other);
    const seen = verdicts(stalenessCheck({ limit, recoveryLimit }), "stalenessNs", values);
    let isWell = true;
    values.forEach((value, n) => {
      if (value > limit) isWell = false;
      else if (value <= recoveryLimit) isWell = true;
      assertEquals(seen[n], isWell ? "o" : "X");
    });
  }));
});
