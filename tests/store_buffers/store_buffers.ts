/**
 * Every execution of a few threads on a processor with store buffers, as x86-64 is: the model x86-TSO.
 *
 * Each thread has a queue of stores that it alone sees. A plain store goes to the end of the queue, and from its front to
 * memory at any later moment. A load takes the newest store to its word in the thread's own queue, or what is in memory. An
 * atomic store and a read-modify-write wait until the queue is empty and go to memory at once: they are locked instructions.
 *
 * @module
 */

/** One access of one word. */
export interface Access {
  /** What it does. `"modify"` is a read-modify-write that leaves the word as it is. */
  readonly kind: "plain store" | "atomic store" | "load" | "modify";
  /** The word, by any name. */
  readonly word: string;
  /** What a store stores. */
  readonly value?: number;
  /** Under which name what was read is kept. */
  readonly as?: string;
}

/** A thread, as the accesses it makes one after another. */
export type Program = readonly Access[];

/** What was read in one execution, by name. */
export type Outcome = Readonly<Record<string, number>>;

interface State {
  readonly next: readonly number[];
  readonly queues: readonly (readonly Access[])[];
  readonly memory: Readonly<Record<string, number>>;
  readonly read: Outcome;
}

/** All outcomes that there are. Every word holds 0 at first. */
export function outcomesOf(programs: readonly Program[]): Outcome[] {
  const outcomes = new Map<string, Outcome>();
  const seen = new Set<string>();
  const waiting: State[] = [{ next: programs.map(() => 0), queues: programs.map(() => []), memory: {}, read: {} }];
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    const key = JSON.stringify([state.next, state.queues, sorted(state.memory), sorted(state.read)]);
    if (seen.has(key)) continue;
    seen.add(key);
    const successors = successorsOf(programs, state);
    if (successors.length === 0) outcomes.set(JSON.stringify(sorted(state.read)), state.read);
    waiting.push(...successors);
  }
  return [...outcomes.values()];
}

function successorsOf(programs: readonly Program[], { next, queues, memory, read }: State): State[] {
  const successors: State[] = [];
  for (const [thread, program] of programs.entries()) {
    const queue = queues[thread];
    if (queue.length > 0) {
      const [{ word, value = 0 }, ...rest] = queue;
      successors.push({ next, queues: queues.with(thread, rest), memory: { ...memory, [word]: value }, read });
    }
    const access = program[next[thread]];
    if (access === undefined) continue;
    const { kind, word, value = 0, as } = access;
    const after = { next: next.with(thread, next[thread] + 1), queues, memory, read };
    if (kind === "plain store") {
      successors.push({ ...after, queues: queues.with(thread, [...queue, access]) });
      continue;
    }
    if (kind !== "load" && queue.length > 0) continue;
    const own = queue.findLast((store) => store.word === word);
    const found = own === undefined ? memory[word] ?? 0 : own.value ?? 0;
    successors.push({
      ...after,
      memory: kind === "atomic store" ? { ...memory, [word]: value } : memory,
      read: as === undefined ? read : { ...read, [as]: found },
    });
  }
  return successors;
}

function sorted(record: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(record).sort(([a], [b]) => a < b ? -1 : 1);
}
