/** A mistake that somebody might make in one line of a source file. */
export interface PlantedBug {
  /** What is wrong. */
  readonly name: string;
  /** The file, from the root of the project. */
  readonly file: string;
  /** The text that is right. It is in the file exactly once. */
  readonly right: string;
  /** The text that is wrong. */
  readonly wrong: string;
}

/** Mistakes in every part that the chaos runs are made of. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: "the ring has no room for what is claimed",
    file: "core/bus/ring_buffer.ts",
    right: "this.recordMask = 2 * capacity - 1;",
    wrong: "this.recordMask = capacity - 1;",
  },
  {
    name: "the ring numbers a batch wrongly that passes the end of an era",
    file: "core/bus/ring_buffer.ts",
    right: "return position - ERA_SIZE;",
    wrong: "return position;",
  },
  {
    name: "the ring gives up its oldest event one too early",
    file: "core/bus/ring_buffer.ts",
    right: "const oldest = this.head - this.capacity;",
    wrong: "const oldest = this.head - this.capacity + 1;",
  },
  {
    name: "a ring that is closed goes on taking events",
    file: "core/bus/ring_buffer.ts",
    right: "    this._closed = true;\n",
    wrong: "",
  },
  {
    name: "a full ring counts as an overrun",
    file: "core/bus/consumer.ts",
    right: "((available - 1) & this._outside) !== 0",
    wrong: "(available & this._outside) !== 0",
  },
  {
    name: "a batch is longer than was asked for",
    file: "core/bus/consumer.ts",
    right: "const count = max < available ? max : available;",
    wrong: "const count = available;",
  },
  {
    name: "what a consumer gives up is not counted",
    file: "core/bus/consumer.ts",
    right: "    this._lost += count;\n",
    wrong: "",
  },
  {
    name: "resuming at the oldest gives up everything",
    file: "core/bus/consumer.ts",
    right: "return this._skip(this.overwritten);",
    wrong: "return this._skip(this.lag);",
  },
  {
    name: "a full ring counts as an overrun where an era begins",
    file: "core/bus/consumer.ts",
    right: "if (lag > this._ring.capacity)",
    wrong: "if (lag >= this._ring.capacity)",
  },
  {
    name: "a shared ring copies a batch wrongly that passes the end of a lap",
    file: "core/bus/shared_ring_buffer.ts",
    right: "left * this._recordWords, rest",
    wrong: "0, rest",
  },
  {
    name: "a consumer of a shared ring loses the end of a lap",
    file: "core/bus/shared_consumer.ts",
    right: "if (slot === this._end) this._nextLap();",
    wrong: "if (slot >= this._end - this._slotWords) this._nextLap();",
  },
  {
    name: "a batch of a shared ring is longer than its memory",
    file: "core/bus/shared_consumer.ts",
    right: "const most = max < this._maxBatch ? max : this._maxBatch;",
    wrong: "const most = max;",
  },
  {
    name: "the arrival of an event is not written",
    file: "core/ingest/market_data_ingest.ts",
    right: "    slot.loadArrival(this._arrival, 0);\n",
    wrong: "",
  },
  {
    name: "the lifecycle lets a system be READY without a warm-up",
    file: "core/state/lifecycle_state.ts",
    right: "  [LifecycleState.WARMUP],\n",
    wrong: "  [LifecycleState.WARMUP, LifecycleState.READY],\n",
  },
  {
    name: "the lifecycle takes no notice of who moved it meanwhile",
    file: "core/state/lifecycle.ts",
    right: "    if (seen >>> STATE_BITS !== transitions) return false;\n",
    wrong: "",
  },
  {
    name: "the first failure to end brings the system back",
    file: "core/state/degradation.ts",
    right: "    if (this._causes.size > 0) return true;\n",
    wrong: "",
  },
  {
    name: "recovering skips an unfinished warm-up",
    file: "core/state/degradation.ts",
    right: "this._returnTo = found;",
    wrong: "this._returnTo = LifecycleState.READY;",
  },
  {
    name: "the executor executes during the warm-up",
    file: "core/execution/executor.ts",
    right: "state === READY ? 1 : 0",
    wrong: "state <= READY ? 1 : 0",
  },
  {
    name: "the executor works in INIT",
    file: "core/execution/executor.ts",
    right: "    if (state === INIT) refuse();\n",
    wrong: "",
  },
  {
    name: "the executor stamps the decision only once",
    file: "core/execution/executor.ts",
    right: "    this._clock.stamp(cells, ACK_COMPLETION);\n",
    wrong: "    cells[ACK_COMPLETION] = cells[ACK_DECISION];\n",
  },
  {
    name: "the warm-up takes a tick too many",
    file: "runtime/warmup/warmup_controller.ts",
    right: "if (this._done < this.ticks)",
    wrong: "if (this._done <= this.ticks)",
  },
  {
    name: "a restart goes on with the ticks of the warm-up before",
    file: "runtime/warmup/warmup_controller.ts",
    right: "    lifecycle.transition(LifecycleState.WARMUP);\n    this._reset();\n",
    wrong: "    lifecycle.transition(LifecycleState.WARMUP);\n",
  },
  {
    name: "readiness is claimed during the warm-up",
    file: "runtime/readiness/readiness_probe.ts",
    right: "this._lifecycle.state === LifecycleState.READY",
    wrong: "this._lifecycle.state === LifecycleState.READY || this._lifecycle.state === LifecycleState.WARMUP",
  },
  {
    name: "a shutdown leaves the intake open",
    file: "runtime/shutdown/shutdown_controller.ts",
    right: "    intake.close();\n",
    wrong: "",
  },
  {
    name: "a shutdown does not report what it lost",
    file: "runtime/shutdown/shutdown_controller.ts",
    right: "this._lost += executor.consumer.resumeAtOldest();",
    wrong: "executor.consumer.resumeAtOldest();",
  },
  {
    name: "a check lets go of the system a tick late",
    file: "runtime/degradation/degradation_controller.ts",
    right: "watched.wellTicks >= this.recoveryTicks",
    wrong: "watched.wellTicks > this.recoveryTicks",
  },
  {
    name: "the metrics count every decision as live",
    file: "control/metrics/metrics_sink.ts",
    right: "counters[EXECUTED] += cells[ACK_EXECUTED];",
    wrong: "counters[EXECUTED] += 1;",
  },
  {
    name: "an interval snapshot takes its observations out of the whole",
    file: "control/metrics/metrics_sink.ts",
    right: "    this._past.merge(this._interval);\n",
    wrong: "",
  },
  {
    name: "the histogram overlooks a greatest value that is also the least",
    file: "control/metrics/histogram.ts",
    right: "      if (value > stats[MAX]) stats[MAX] = value;",
    wrong: "      else if (value > stats[MAX]) stats[MAX] = value;",
  },
  {
    name: "observations travel without the arrival of their event",
    file: "control/metrics/observation_sink.ts",
    right: "    slot.loadArrival(this._arrival, 0);\n",
    wrong: "",
  },
  {
    name: "observations travel without saying whether they were live",
    file: "control/metrics/observation_sink.ts",
    right: "cell < ACK_CELLS;",
    wrong: "cell < ACK_CELLS - 1;",
  },
  {
    name: "observations that are given up are not reported",
    file: "control/metrics/observation_aggregator.ts",
    right: "this._sink.recordDropped(consumer.resumeAtHead());",
    wrong: "consumer.resumeAtHead();",
  },
  {
    name: "observations from before the aggregator are not counted",
    file: "control/metrics/observation_aggregator.ts",
    right: "this._missed = this._consumer.start - reader.first;",
    wrong: "this._missed = 0;",
  },
  {
    name: "an aggregator takes more observations than it was asked to",
    file: "control/metrics/observation_aggregator.ts",
    right: "Math.min(BATCH, max - observed)",
    wrong: "BATCH",
  },
  {
    name: "an aggregator that was overrun stays at the edge",
    file: "control/metrics/observation_aggregator.ts",
    right: "recordDropped(consumer.resumeAtHead())",
    wrong: "recordDropped(consumer.resumeAtOldest())",
  },
  {
    name: "a clock that steps back leaves its cycle open",
    file: "control/metrics/stall_tracker.ts",
    right: "    own[BEGUN] = cells[index];\n",
    wrong: "    if (elapsed >= 0 || elapsed !== elapsed) own[BEGUN] = cells[index];\n",
  },
  {
    name: "a cycle as long as it may be is a stall",
    file: "control/metrics/stall_tracker.ts",
    right: "if (elapsed > own[THRESHOLD])",
    wrong: "if (elapsed >= own[THRESHOLD])",
  },
  {
    name: "the first cycle of a loop begins at time zero",
    file: "control/metrics/stall_tracker.ts",
    right: "    this._cells[BEGUN] = NaN;\n",
    wrong: "    this._cells[BEGUN] = 0;\n",
  },
  {
    name: "empty polls count as overruns",
    file: "control/metrics/poll_counts.ts",
    right: "return this._counts[OVERRUN - OVERRUN];",
    wrong: "return this._counts[EMPTY - OVERRUN];",
  },
  {
    name: "events count as published that were before the first",
    file: "control/metrics/system_metrics.ts",
    right: "published: ring.head - ring.first,",
    wrong: "published: ring.head,",
  },
  {
    name: "the metrics call a degraded system ready",
    file: "control/metrics/system_metrics.ts",
    right: "lifecycle.state === LifecycleState.READY",
    wrong: "lifecycle.state >= LifecycleState.READY",
  },
  {
    name: "the metrics leave out a producer that has a loop",
    file: "control/metrics/system_metrics.ts",
    right: "producer: parts.producer, consumers };",
    wrong: "producer: undefined, consumers };",
  },
  {
    name: "the consumers of a snapshot can be changed",
    file: "control/metrics/system_metrics.ts",
    right: "Object.freeze(consumers.map(snapshotOf))",
    wrong: "consumers.map(snapshotOf)",
  },
  {
    name: "the metrics report polls in vain as overwritten events",
    file: "control/metrics/system_metrics.ts",
    right: "overwritten: consumer.overwritten,",
    wrong: "overwritten: polls.overruns,",
  },
  {
    name: "failures are injected a step late",
    file: "control/failure/failure_injector.ts",
    right: "injections[this._done].step <= step",
    wrong: "injections[this._done].step < step",
  },
  {
    name: "a health check has no hysteresis",
    file: "control/health/health_probe.ts",
    right: "(before?.ok === false ? recoveryLimit : limit)",
    wrong: "limit",
  },
  {
    name: "health overlooks the stalls of the producer",
    file: "control/health/health_snapshot_of.ts",
    right: "(producer?.stalls ?? 0) + all",
    wrong: "all",
  },
  {
    name: "health overlooks events that are overwritten and not yet given up",
    file: "control/health/health_snapshot_of.ts",
    right: "all(({ lost, overwritten }) => lost + overwritten)",
    wrong: "all(({ lost }) => lost)",
  },
  {
    name: "health finds a system stale that has decided on nothing",
    file: "control/health/health_snapshot_of.ts",
    right: "return observed === 0 ? 0 : ",
    wrong: "return observed < 0 ? 0 : ",
  },
  {
    name: "the runbook does not look whether anything holds the system",
    file: "control/automation/restart_through_warmup.ts",
    right: "holds: () => lifecycle.degradation.causes.length === 0,",
    wrong: "holds: () => true,",
  },
  {
    name: "a runbook takes back its steps in the order in which it did them",
    file: "control/automation/runbook.ts",
    right: "this._begun.toReversed()",
    wrong: "this._begun",
  },
  {
    name: "a runbook does not take back an action that threw half way",
    file: "control/automation/runbook.ts",
    right: "      this._begun.push(step);\n      const result: unknown = step.action();\n",
    wrong: "      const result: unknown = step.action();\n      this._begun.push(step);\n",
  },
  {
    name: "a runbook waits a tick too long",
    file: "control/automation/runbook.ts",
    right: "if (waited === ticksMax) return false;",
    wrong: "if (waited > ticksMax) return false;",
  },
  {
    name: "a runbook does a risky step that nobody approved",
    file: "control/automation/runbook.ts",
    right: 'approve !== undefined && yesOrNo("the answer of approve", approve(plan))',
    wrong: "approve !== undefined",
  },
  {
    name: "the runbook that drains leaves the feed stopped when it fails",
    file: "control/automation/drain_and_shut_down.ts",
    right: "          feed.resume();\n",
    wrong: "",
  },
  {
    name: "the runbook that drains does not look again before the end",
    file: "control/automation/drain_and_shut_down.ts",
    right: "        precondition: isDrained,\n",
    wrong: "",
  },
  {
    name: "a drill that fails leaves the system held",
    file: "control/automation/failover_drill.ts",
    right: "        undo: release,\n",
    wrong: "",
  },
  {
    name: "a drill is content with decisions from before it",
    file: "control/automation/failover_drill.ts",
    right: "provisional - before.provisional >= decisionsMin",
    wrong: "provisional >= decisionsMin",
  },
  {
    name: "the runbook isolates a consumer that keeps up",
    file: "control/automation/isolate_slow_consumer.ts",
    right: "holds: () => consumer.lag > lagMax,",
    wrong: "holds: () => consumer.lag >= lagMax,",
  },
  {
    name: "the runbook isolates the only consumer",
    file: "control/automation/isolate_slow_consumer.ts",
    right: "holds: () => others.length > 0",
    wrong: "holds: () => others.length >= 0",
  },
  {
    name: "the runbook leaves the consumer out of service when it fails",
    file: "control/automation/isolate_slow_consumer.ts",
    right: "undo: () => consumer.rejoin(),",
    wrong: "undo: () => {},",
  },
  {
    name: "the runbook is content if one other consumer keeps up",
    file: "control/automation/isolate_slow_consumer.ts",
    right: "others.every(({ lag }) => lag <= lagMax)",
    wrong: "others.some(({ lag }) => lag <= lagMax)",
  },
];
