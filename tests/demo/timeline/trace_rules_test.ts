import { assert, assertEquals } from "@std/assert";
import { runDemo } from "../../../demo/scenarios/run_demo.ts";
import { recordedIo } from "../terminal/_io.ts";
import { problemsOf } from "./_trace_rules.ts";

// Each rule finds the mistake that it is there for. A file of the demo is sound; one mistake is planted at a time.

const SOUND = timelineOf("overrun-recovery", "--steps", "30");

function timelineOf(...args: string[]): string {
  const io = recordedIo();
  runDemo([...args, "--timeline", "-"], io);
  return io.stdout;
}

/** Lines of a file, changed. */
function lines(change: (lines: string[]) => void): (text: string) => string {
  return (text) => {
    const all = text.split("\n");
    change(all);
    return all.join("\n");
  };
}

/** Changes the first line of a kind. */
function first(pattern: RegExp, change: (line: string) => string): (text: string) => string {
  return lines((all) => {
    const n = all.findIndex((line) => pattern.test(line));
    assert(n >= 0, `no line has ${pattern}`);
    all[n] = change(all[n]);
  });
}

/** Takes the first line of a kind away. */
function without(pattern: RegExp): (text: string) => string {
  return lines((all) => void all.splice(all.findIndex((line) => pattern.test(line)), 1));
}

/** A time that a float reads a nanosecond early, in microseconds. */
function earlyUs(): number {
  for (let ns = 900_001;; ns++) if (Math.trunc(Number((ns / 1_000).toFixed(3)) * 1_000) < ns) return ns / 1_000;
}

/** Adds an event to the end. */
function adding(...events: string[]): (text: string) => string {
  return (text) => text.replace("\n], ", `${events.map((event) => `,\n${event}`).join("")}\n], `);
}

const AT = '"pid":1,"tid":1001';

const MISTAKES: readonly (readonly [problem: string, plant: (text: string) => string])[] = [
  ["no traceEvents", (text) => text.replace("traceEvents", "events")],
  ["displayTimeUnit is not ns", (text) => text.replace('"displayTimeUnit": "ns"', '"displayTimeUnit": "ms"')],
  ["unknown key extra of the file", (text) => text.replace('"otherData"', '"extra": 1, "otherData"')],
  ["otherData is not texts", (text) => text.replace('"events_of_each_kind_at_most":"10000"', '"n":1')],
  ["an event is no object", adding("7")],
  ['unknown phase "Z"', first(/"ph":"i"/, (line) => line.replace('"i"', '"Z"'))],
  ['unknown phase "B"', first(/"ph":"X"/, (line) => line.replace('"X"', '"B"'))],
  ["dur is missing in phase X", first(/"ph":"X"/, (line) => line.replace(/,"dur":[\d.]+/, ""))],
  ["ts is missing in phase i", first(/"ph":"i"/, (line) => line.replace(/"ts":[\d.]+,/, ""))],
  ["pid is missing in phase X", first(/"ph":"X"/, (line) => line.replace(/"pid":1,/, ""))],
  ["name is missing in phase X", first(/"ph":"X"/, (line) => line.replace(/"name":"\w+",/, ""))],
  ["unknown key tts in phase X", first(/"ph":"X"/, (line) => line.replace(/"ts"/, '"tts":1,"ts"'))],
  ["unknown key dur in phase i", first(/"ph":"i"/, (line) => line.replace(/"ts"/, '"dur":1.000,"ts"'))],
  ["pid is no integer", first(/"ph":"X"/, (line) => line.replace('"pid":1', '"pid":"1"'))],
  ["tid is no integer", first(/"ph":"X"/, (line) => line.replace('"tid":1', '"tid":1.5'))],
  ["name is no name", first(/"ph":"X"/, (line) => line.replace(/"name":"\w+"/, '"name":""'))],
  ["name is no name", first(/"ph":"X"/, (line) => line.replace(/"name":"\w+"/, '"name":"a\\u0007"'))],
  ["half of a character", first(/"ph":"X"/, (line) => line.replace(/"name":"\w+"/, '"name":"\\ud83d"'))],
  ["ts is no time of three decimals", first(/"ph":"X"/, (line) => line.replace(/"ts":(\d+)\.\d+/, '"ts":$1.5'))],
  ["ts is no time of three decimals", first(/"ph":"X"/, (line) => line.replace(/"ts":(\d+)\.\d+/, '"ts":$1'))],
  ["ts is no time of three decimals", first(/"ph":"X"/, (line) => line.replace(/"ts":/, '"ts":-'))],
  ["ts is no time of three decimals", first(/"ph":"X"/, (line) => line.replace(/"ts":[\d.]+/, '"ts":"1.000"'))],
  ["dur is no time of three decimals", first(/"ph":"X"/, (line) => line.replace(/"dur":/, '"dur":-'))],
  ["dur is no time of three decimals", first(/"ph":"X"/, (line) => line.replace(/"dur":[\d.]+/, '"dur":1e3'))],
  ["ts is above 2^53 - 1 ns", first(/"ph":"i"/, (line) => line.replace(/"ts":[\d.]+/, '"ts":9007199254740.992'))],
  ["id is no id", first(/"ph":"b"/, (line) => line.replace(/"id":"\w+"/, '"id":7'))],
  ["bind_id is no id", first(/bind_id/, (line) => line.replace(/"bind_id":"\w+"/, '"bind_id":"seven"'))],
  ["flow_out is not true", first(/flow_out/, (line) => line.replace('"flow_out":true', '"flow_out":1'))],
  ["an instant has no scope", first(/"ph":"i"/, (line) => line.replace('"s":"t"', '"s":"x"'))],
  ["args is no object", first(/"ph":"i"/, (line) => line.replace(/"args":\{.*\}\}/, '"args":[1]}'))],
  [
    "args has a value that is no text, number or boolean",
    first(/"ph":"i"/, (line) => line.replace(/"lost":\d+/, '"lost":null')),
  ],
  ["a counter has no number", first(/"ph":"C"/, (line) => line.replace(/"events":\d+/, '"events":"many"'))],
  ["a counter has no number", first(/"ph":"C"/, (line) => line.replace(/"events":\d+/, ""))],
  [
    'unknown name "process_nam" in phase M',
    first(/process_name/, (line) => line.replace("process_name", "process_nam")),
  ],
  ["thread_name has other args", first(/thread_name/, (line) => line.replace(/"args":\{"name"/, '"args":{"title"'))],
  [
    "thread_sort_index has other args",
    first(/thread_sort_index/, (line) => line.replace(/"sort_index":\d+/, '"sort_index":"1"')),
  ],
  ["a process and a thread have the same number", (text) => text.replaceAll('"tid":1002', '"tid":1')],
  ["a thread belongs to two processes", (text) => text.replace('"pid":2,"tid":1004', '"pid":2,"tid":1001')],
  ["a process is named twice", (text) => text.replace(/("ph":"M","name":"process_name","pid":)2/, "$11")],
  ["a thread is named twice", first(/thread_name/, (line) => `${line}\n${line}`)],
  [
    "a process has no name",
    first(
      /process_name/,
      (line) => line.replace("process_name", "process_labels").replace('"name":"over', '"labels":"over'),
    ),
  ],
  ["a thread has no name", (text) => text.replaceAll('"tid":1003', '"tid":77').replace('"tid":77', '"tid":1003')],
  [
    "two processes have the same name",
    (text) =>
      text.replace(/("pid":2,"tid":\d+,"args":\{"name":")[^"]+/, `$1${/"args":\{"name":"([^"]+)/.exec(text)![1]}`),
  ],
  ["slices of a thread overlap", first(/"name":"WARMUP"/, (line) => line.replace(/"dur":[\d.]+/, '"dur":10.001'))],
  [
    "slices of a thread overlap as Perfetto reads them",
    adding(
      `{"ph":"X","name":"a","cat":"c",${AT},"ts":900.000,"dur":${(earlyUs() - 900).toFixed(3)}}`,
      `{"ph":"X","name":"a","cat":"c",${AT},"ts":${earlyUs().toFixed(3)},"dur":0.100}`,
    ),
  ],
  [
    "slices of a thread are out of order",
    lines((all) => {
      const n = all.findIndex((line) => line.includes('"cat":"arrival"'));
      [all[n], all[n + 1]] = [all[n + 1], all[n]];
    }),
  ],
  [
    "more than 512 slices lie within one another",
    adding(
      ...Array.from({ length: 513 }, () => `{"ph":"X","name":"a","cat":"c",${AT},"ts":900.000,"dur":1.000}`),
    ),
  ],
  ["a slice with an arrow takes no time", first(/flow_out/, (line) => line.replace(/"dur":[\d.]+/, '"dur":0.000'))],
  [
    "values of a counter are out of order",
    lines((all) => {
      const n = all.findIndex((line) => line.includes('"ph":"C"'));
      [all[n], all[n + 1]] = [all[n + 1], all[n]];
    }),
  ],
  [
    "two threads have one counter",
    first(/"ph":"C"/, (line) => `${line}\n${line.replace(/"tid":\d+/, '"tid":1001')}`),
  ],
  ["an id begins twice", first(/"ph":"b"/, (line) => `${line}\n${line}`)],
  ["an id ends that has not begun", without(/"ph":"b"/)],
  ["an id does not end", without(/"ph":"e"/)],
  ["an id ends under another name", first(/"ph":"e"/, (line) => line.replace('"name":"', '"name":"other '))],
  ["an id ends before it begins", first(/"ph":"b"/, (line) => line.replace(/"ts":[\d.]+/, '"ts":999.000'))],
  [
    "an arrow ends that has not begun",
    first(/flow_out/, (line) => line.replace(/,"bind_id":"\w+","flow_out":true/, "")),
  ],
  ["an arrow begins twice", (text) => text.replace("0x2", "0x1")],
  ["an arrow ends before it begins", first(/flow_out/, (line) => line.replace(/"ts":[\d.]+/, '"ts":999.000'))],
  ["an arrow leads to another process", (text) => text.replace(/("pid":2.*"bind_id":")\w+(","flow_in)/, "$10x1$2")],
  ["an arrow has not one end in a slice", first(/flow_out/, (line) => line.replace(',"flow_out":true', ""))],
  [
    "an arrow has not one end in a slice",
    first(/flow_out/, (line) => line.replace('"flow_out":true', '"flow_out":true,"flow_in":true')),
  ],
  [
    "unknown key bind_id in phase i",
    first(/"ph":"i"/, (line) => line.replace('"s"', '"bind_id":"0x1","flow_in":true,"s"')),
  ],
  [
    "otherData and events say different things of what is cut",
    (text) => text.replace('"not_shown":"nothing"', '"not_shown":"much"'),
  ],
];

Deno.test("A timeline of the demo breaks no rule", () => assertEquals(problemsOf(SOUND, 10_000), []));

for (const [n, [problem, plant]] of MISTAKES.entries()) {
  Deno.test(`The rules of a trace find mistake ${n + 1}: ${problem}`, () => {
    const planted = plant(SOUND).replaceAll(/\n(?=\{"ph")(.*[^,])(?=\n\{"ph")/g, "\n$1,").replaceAll(/\n+/g, "\n");
    assert(planted !== SOUND, "nothing is planted");
    const problems = problemsOf(planted);
    assert(problems.includes(problem), `found ${JSON.stringify(problems)}`);
  });
}

Deno.test("The rules of a trace find a file that is no JSON, and one with too many events", () => {
  assertEquals(problemsOf(SOUND.slice(0, -3)).map((problem) => problem.slice(0, 7)), ["no JSON"]);
  assert(problemsOf(SOUND, 100).some((problem) => /^\d+ events of phase X, at most 100 are allowed$/.test(problem)));
});
