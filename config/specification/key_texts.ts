/**
 * What a key of a specification means: one sentence, and what holds if it is not given, where it has no default and may be
 * missing.
 */
export type KeyText = readonly [sentence: string, otherwise?: string];

const MODEL: KeyText = ["The model."];

const SIZE: KeyText = [
  "Bytes of every message: counted, and never refused for exceeding the payload.",
  "the payload is full, and no bytes are counted",
];

const EVENTS: KeyText = ["Events after which the feed ends.", "it does not end"];

const NO_CHECK = "it decides nothing";

const CHECK: Readonly<Record<string, KeyText>> = {
  limit: ["The greatest value that is not yet a failure."],
  recoveryLimit: ["The greatest value with which it is well again. At most `limit`.", "as `limit`"],
};

/**
 * The keys of a specification in words, by the ids of their objects. They are for the schema and for documents, and stand apart
 * from the rules, so that a program that reads specifications does not have to carry them.
 */
export const KEY_TEXTS: Readonly<Record<string, Readonly<Record<string, KeyText>>>> = {
  system: {
    $schema: ["Address of the JSON Schema, for editors; the simulation passes over it.", "none"],
    ring: ["The ring."],
    feed: ["Where events come from. The first arrival is at 0."],
    consumers: ["The consumers, in the order in which they poll at one moment."],
    pauses: ["Pauses of the whole system: every consumer's work is suspended in them. The feed goes on."],
    failures: ["The failures. Those of one kind that overlap or touch are one."],
    warmup: ["The warm-up.", "the system is READY from 0 on"],
    checks: [
      "Health checks that act on the system, by id: they are looked at once a step. A bare limit is its own " +
      "`recoveryLimit`.",
    ],
    afterGap: ["What going on after a gap costs a consumer that has no `afterGap` of its own.", "nothing"],
    recoveryTicks: ["Steps in a row that a check must be well before it lets go."],
    step: ["From one turn of the control plane to the next; also what `perStep` and `polls` count by."],
    duration: [
      "Arrivals, polls and turns of the control plane before this count. Needed by a feed that is drawn or does " +
      "not end, and by `polls`.",
      "the run ends when everything has drained",
    ],
    seed: ["Seed of everything drawn at random."],
  },
  ring: {
    capacity: ["Events that stay readable."],
    payloadWords: ["32-bit payload words of every event."],
  },
  steps: {
    model: MODEL,
    perStep: ["Events in every step, spread evenly over its first half; or one count a step, after which none come."],
    mean: [
      "Where the counts were drawn: the mean of what they were drawn from, in events a step.",
      "they are not drawn",
    ],
    size: SIZE,
  },
  constant: {
    model: MODEL,
    rate: ["Events per second: event i arrives at ⌊i / rate⌋."],
    events: EVENTS,
    size: SIZE,
  },
  poisson: {
    model: MODEL,
    rate: ["Mean events per second, with independent, exponentially distributed gaps."],
    events: EVENTS,
    size: SIZE,
  },
  "on-off": {
    model: MODEL,
    burst: ["Events of a burst."],
    rate: ["Events per second within a burst."],
    every: [
      "From the beginning of a burst to that of the next: no less than from its first event to its last.",
      "there is one burst",
    ],
    bursts: [
      "Bursts after which the feed ends; it needs `every`, unless it is 1.",
      "it does not end, if `every` is given",
    ],
    size: SIZE,
  },
  hawkes: {
    model: MODEL,
    rate: ["Mean events per second, of those that come unasked and those brought about by others together."],
    branching: ["Events that one event brings about directly, on average."],
    decay: ["How fast what an event brings about follows: the inverse of the mean delay."],
    slowDecay: ["The same for the slow share. At most `decay`.", "as `decay`"],
    slowShare: ["Share of the events brought about that follow slowly."],
    events: EVENTS,
    size: SIZE,
  },
  recorded: {
    model: MODEL,
    file: ["The file, CSV or classic pcap; relative to the specification."],
    speed: ["What the times are divided by: ⌊t / speed⌋."],
    timeUnit: ["Unit of the times of a CSV whose header names none."],
    from: ["Arrivals before this are left out; counted from the first of the file, before `speed`.", "none is"],
    to: ["Arrivals from this on are left out. More than `from`.", "none is"],
  },
  merged: {
    model: MODEL,
    feeds: ["The feeds, in order of time; at one moment that which is listed first."],
  },
  consumer: {
    name: ["Its name in reports: that of no other."],
    polls: [
      "Polls in every step, spread evenly over its second half, each of at most one event and in no time; or " +
      "one count a step. Either this or `service`; it needs a `duration`.",
      "`service` is given",
    ],
    service: ["How long it is busy. Either this or `polls`; a bare duration is its `perEvent`.", "`polls` is given"],
    onOverrun: [
      "Its answer to an overrun: `leave` is being out of service from the Nth on, skipping to the head before.",
    ],
    pauses: ["Its own pauses, beside those of the system: its work is suspended in them."],
    afterGap: ["What going on after a gap costs.", "that of the system"],
  },
  service: {
    perEvent: ["Time that an event takes, from the decision on it to its completion."],
    perPass: ["Once for each poll that finds events, before the first of them is decided."],
    maxBatch: ["Most events that one poll takes."],
    wakeUp: ["From an arrival that finds it asleep to its poll. 0 is a consumer that spins."],
  },
  exponential: {
    mean: ["Mean of the exponential distribution that it is drawn from."],
  },
  "log-normal": {
    median: ["Median of the log-normal distribution that it is drawn from."],
    p99: ["99th percentile of the same: from the median to 10000 times that."],
  },
  measured: {
    file: ["The file: an .hgrm percentile table, or one duration a line; relative to the specification."],
    unit: ["Unit of its durations."],
  },
  leave: {
    leave: ["The overrun from which on it is out of service; before that it skips to the head."],
  },
  pause: {
    at: ["When it begins."],
    for: ["How long it lasts."],
  },
  "repeated-pause": {
    every: ["One begins at this time, at twice this, and so on."],
    for: ["How long each lasts: less than `every`."],
  },
  "after-gap": {
    provisionalFor: [
      "How long the system is held in DEGRADED from the resume on, as what it knows has a gap; 0 is not at all.",
    ],
  },
  failure: {
    kind: ["Id of the failure."],
    from: ["When it begins.", "`fromStep` is given"],
    fromStep: ["The step at whose beginning it begins: `from` is as many times `step`.", "`from` is given"],
    to: ["When it is over. More than `from`.", "it is never over"],
    toStep: ["The step at whose beginning it is over: `to` is as many times `step`.", "as `to`"],
  },
  warmup: {
    ticks: ["Ticks that it takes."],
    tick: ["From one to the next: tick n is at n × `tick`, and the system is READY at `ticks` × `tick`.", "as `step`"],
  },
  checks: {
    lag: ["The lag of the slowest consumer, as a share of the capacity.", NO_CHECK],
    staleness: ["The age of the oldest event not decided on.", NO_CHECK],
    heartbeat: ["How long ago the consumer polled that has not for longest.", NO_CHECK],
    quiet: ["How long ago the latest event arrived.", NO_CHECK],
    loss: ["Events lost since the step before.", NO_CHECK],
    overrun: ["Overruns since the step before.", NO_CHECK],
    stall: ["Cycles that took too long since the step before: there are none in simulated time.", NO_CHECK],
    drop: ["Observations dropped since the step before: there are none in simulated time.", NO_CHECK],
  },
  check: CHECK,
  "check-of-time": CHECK,
};
