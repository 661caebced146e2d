/**
 * Shared memory of the threads of a live run, besides the ring.
 *
 * Thread 0 is the producer, thread n consumer n, and the last one measures the machine. Each line is 128 bytes long, since processors fetch lines of 64 bytes in
 * pairs, and has one writer, but for the words by which threads take turns, which nobody writes during the run.
 *
 * ```text
 *   word    0     ... 16      32                64 + 32 t
 *         +-----------------+-----------------+--------------------------------------+- -
 *         | lifecycle | turn| command         | delivered | lost | ... | turn        |     one line a thread
 *         +-----------------+-----------------+--------------------------------------+- -
 *   writer  control plane     control plane     thread t
 *
 *   cell    0                 1 + 2 t
 *         +-----------------+-----------------+-----------------+- -
 *         | start ns        | answer ns       | offset ns       |     one pair a thread
 *         +-----------------+-----------------+-----------------+- -
 *   writer  control plane     thread t          control plane       each before a word is stored that says so
 * ```
 *
 * @module
 */

/** Commands from the control plane to the hot threads. */
export const Command = {
  /** Wait until there is another command. */
  WAIT: 0,
  /** Produce and consume. */
  RUN: 1,
  /** The producer stops; consumers take what is left. */
  STOP: 2,
  /** Consumers leave what is left. */
  LEAVE: 3,
} as const;

/** One of the codes in {@linkcode Command}. */
export type Command = typeof Command[keyof typeof Command];

/** The memory that the threads share. */
export interface SharedControl {
  /** The words. */
  readonly words: Int32Array<SharedArrayBuffer>;
  /** The cells. */
  readonly cells: Float64Array<SharedArrayBuffer>;
}

/** Word of the lifecycle. */
export const LIFECYCLE_WORD = 0;

/** Word of who measures itself, before the run: 1 while somebody does. Any thread takes it, and gives it back. */
const MEASURING_WORD = 16;
const COMMAND_WORD = 32;
const THREADS_WORD = 64;
const LINE_WORDS = 32;

/** Words of a thread's line. The counts are Int32, which wrap. */
export const ThreadWord = {
  /** Events delivered to it. */
  DELIVERED: 0,
  /** Events that it has given up. */
  LOST: 1,
  /** Polls that found it overrun. */
  OVERRUNS: 2,
  /** Polls that found nothing. */
  EMPTY_POLLS: 3,
  /** Cycles that took longer than they may. */
  STALLS: 4,
  /** Its longest cycle, in microseconds, of which whole ones are shown. No count: it is read as it stands. */
  LONGEST_CYCLE_US: 5,
  /** Whose turn it is when clocks are aligned. */
  TURN: 6,
  /** When its loop came round last, in whole microseconds of its clock, modulo 2³². 0 before the first time. */
  HEARTBEAT_US: 7,
  /** 1 when the producer has published all of its feed. */
  FEED_OVER: 8,
} as const;

/** Cell of the start of the run, in nanoseconds of the control plane's clock. */
export const START_CELL = 0;

/** First word of the line of a thread. */
export function threadLine(thread: number): number {
  return THREADS_WORD + LINE_WORDS * thread;
}

/** The words of the line of a thread. */
export function lineOf({ words }: SharedControl, thread: number): Int32Array {
  return words.subarray(threadLine(thread), threadLine(thread + 1));
}

/** Cell of a thread's answer to the question what time it is. */
export function answerCell(thread: number): number {
  return START_CELL + 1 + 2 * thread;
}

/** Cell of what a thread's clock is behind that of the control plane, in nanoseconds. */
export function offsetCell(thread: number): number {
  return START_CELL + 2 + 2 * thread;
}

/** Makes the memory for so many threads, all 0: the lifecycle is in INIT, and the command is to wait. */
export function makeSharedControl(threads: number): SharedControl {
  const bytes = Int32Array.BYTES_PER_ELEMENT * threadLine(threads);
  return {
    words: new Int32Array(new SharedArrayBuffer(bytes)),
    cells: new Float64Array(new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT * answerCell(threads))),
  };
}

/** Gives a command to all hot threads. */
export function giveCommand({ words }: SharedControl, command: Command): void {
  Atomics.store(words, COMMAND_WORD, command);
  Atomics.notify(words, COMMAND_WORD);
}

/** The command that stands. */
export function standingCommand({ words }: SharedControl): Command {
  return Atomics.load(words, COMMAND_WORD) as Command;
}

/** Waits, without using the processor, until there is a command other than to wait. */
export function awaitCommand({ words }: SharedControl): void {
  while (Atomics.load(words, COMMAND_WORD) === Command.WAIT) Atomics.wait(words, COMMAND_WORD, Command.WAIT);
}

/**
 * Does something while no other thread does: what threads measure of themselves before the run, they measure alone.
 *
 * @param act what to do
 */
export function measureAlone<Result>({ words }: SharedControl, act: () => Result): Result {
  while (Atomics.compareExchange(words, MEASURING_WORD, 0, 1) !== 0) Atomics.wait(words, MEASURING_WORD, 1);
  try {
    return act();
  } finally {
    Atomics.store(words, MEASURING_WORD, 0);
    Atomics.notify(words, MEASURING_WORD);
  }
}
