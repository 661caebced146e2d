// The tables are right: each function of the language is called, and what it leaves on the heap is measured.
import { assert, assertEquals } from "@std/assert";
import {
  getterAllocates,
  GROWS,
  type Verdict,
  verdictOfCall,
  verdictOfMethod,
  verdictOfStatic,
} from "../../../../tools/lint/allocators/lookup.ts";
import { intrinsics } from "./intrinsics.ts";
import { ARGUMENTS, RECEIVERS } from "./samples.ts";

type Callable = (...args: unknown[]) => unknown;

/** What is not called here, and why. */
const NOT_CALLED: readonly [RegExp, string][] = [
  [/^Atomics\.(?:wait|pause)$/, "it waits"],
  [/^(?:Array\.fromAsync|Promise|AsyncDisposableStack|WebAssembly)\b/, "it goes on in a later turn, or compiles"],
  [/^DisposableStack|^FinalizationRegistry/, "an object of it can be used once, or only with the collector"],
  [
    /^Temporal|^Intl\.[A-Z]\w+$|^AggregateError$/,
    "its results have classes of their own, and it is called to make one",
  ],
  [/transfer|resize$|^SharedArrayBuffer\.prototype\.grow$/, "it uses up what it is called on"],
  [/^Function\.prototype\.(?:call|apply)$/, "it makes what the function makes that it calls"],
  [
    /^Iterator\.prototype\.(?:@@asyncDispose|next|return|throw|reduce|toArray|forEach)$/,
    "it needs an iterator that ends",
  ],
  [/^TypedArray\.(?:of|from)$/, "it makes what the class does that it is called on"],
  [/^RegExp\.\W*\$|^RegExp\.(?:input|last|left|right)/, "it is about the latest match of anything"],
  [/^Function\.prototype\.(?:arguments|caller)$/, "strict code may not read it"],
];

/** What makes something only in a case that its sample is not, and when it does. */
const SOMETIMES: Readonly<Record<string, string>> = {
  "Math.sumPrecise": "where it goes through an iterator",
  "Object.assign": "where the target has no such property, and no room",
  "Object.defineProperty": "where the object has no such property, and no room",
  "Object.freeze": "where no object of the same shape was frozen before",
  "Object.preventExtensions": "where no object of the same shape was closed before",
  "Object.prototype.toLocaleString": "where the object has a tag",
  "Object.prototype.toString": "where the object has a tag",
  "Object.seal": "where no object of the same shape was sealed before",
  "Reflect.defineProperty": "where the object has no such property, and no room",
  "Reflect.preventExtensions": "where no object of the same shape was closed before",
  "Reflect.set": "where the object has no such property, and no room",
  "RegExp.prototype.compile": "where the expression is another one",
  "Set.prototype.isDisjointFrom": "where the other is no plain Set",
  "Set.prototype.isSubsetOf": "where the other is no plain Set",
  "Set.prototype.isSupersetOf": "where the other is no plain Set",
  "TypedArray.prototype.buffer": "the first time",
  "Map.prototype.clear": "where it is not empty",
  "Map.prototype.delete": "where few entries are left",
  "Set.prototype.clear": "where it is not empty",
  "Set.prototype.delete": "where few entries are left",
  "WeakMap.prototype.delete": "where few entries are left",
  "WeakSet.prototype.delete": "where few entries are left",
};

const CALLS = 200;
const CHUNKS = 9;

/** The median growth of the heap for one call, in bytes; the greatest for what grows. What a call takes is made before. */
function bytesPerCall(
  target: Callable,
  receiver: unknown,
  samples: (call: number) => readonly unknown[],
  growing: boolean,
): number {
  const growth = new Float64Array(CHUNKS);
  for (let chunk = 0; chunk < CHUNKS; chunk++) {
    const all = Array.from({ length: CALLS }, (_, call) => samples(chunk * CALLS + call));
    const before = Deno.memoryUsage().heapUsed;
    for (let call = 0; call < CALLS; call++) {
      const args = all[call];
      // Not spread: that would make an array.
      if (args.length === 0) target.call(receiver);
      else if (args.length === 1) target.call(receiver, args[0]);
      else if (args.length === 2) target.call(receiver, args[0], args[1]);
      else target.call(receiver, args[0], args[1], args[2]);
    }
    growth[chunk] = (Deno.memoryUsage().heapUsed - before) / CALLS;
  }
  // What grows does so now and then.
  return growth.sort()[growing ? CHUNKS - 1 : CHUNKS >> 1];
}

/** What is to be called, by its name in the tables. */
function* calls(): Iterable<{ name: string; target: Callable; receiver: unknown; verdict: Verdict }> {
  for (const { name, value, own, instance, prototype } of intrinsics()) {
    if (typeof value === "function") {
      yield { name, target: value as Callable, receiver: undefined, verdict: verdictOfCall(name) };
    }
    for (const member of own.functions) {
      const target = Reflect.get(value, keyOf(member)) as Callable;
      yield { name: `${name}.${member}`, target, receiver: value, verdict: verdictOfStatic(name, member) };
    }
    if (prototype === null || !Object.hasOwn(RECEIVERS, name)) continue;
    for (const member of instance.functions) {
      const { value } = Object.getOwnPropertyDescriptor(prototype, keyOf(member))!;
      const verdict = verdictOfMethod(name, member);
      yield { name: `${name}.prototype.${member}`, target: value, receiver: RECEIVERS[name](), verdict };
    }
    for (const member of instance.getters) {
      const { get } = Object.getOwnPropertyDescriptor(prototype, keyOf(member))!;
      const verdict = getterAllocates(name, member) ? "allocates" : "harmless";
      yield { name: `${name}.prototype.${member}`, target: get as Callable, receiver: RECEIVERS[name](), verdict };
    }
  }
}

function keyOf(member: string): PropertyKey {
  return member.startsWith("@@") ? Reflect.get(Symbol, member.slice(2)) as symbol : member;
}

Deno.test("what the table calls harmless leaves nothing on the heap, and what it calls an allocator leaves something", () => {
  const wrong: string[] = [];
  const measured = { allocates: 0, harmless: 0 };
  for (const { name, target, receiver, verdict } of calls()) {
    if (NOT_CALLED.some(([pattern]) => pattern.test(name))) continue;
    const given = ARGUMENTS[name] ?? [];
    const samples = typeof given === "function" ? given : () => given;
    const growing = GROWS.has(name.slice(name.lastIndexOf(".") + 1));
    const measure = () => bytesPerCall(target, receiver, samples, growing);
    let bytes = 0;
    let result: unknown;
    try {
      result = target.apply(receiver, [...samples(1_000_000)]);
      bytes = measure();
    } catch (error) {
      // A class can be called with `new` only, which the linter reports as such.
      if (verdict === "unknown" && error instanceof TypeError) continue;
      wrong.push(`${name}: ${(error as Error).message}`);
      continue;
    }
    if (verdict === "unknown") {
      wrong.push(`${name}: is not in the table, and can be called`);
      continue;
    }
    measured[verdict]++;
    // A number that is no small integer is boxed by this way of calling; compiled code keeps it in a register.
    const free = typeof result === "number" ? 18 : 2;
    const agrees = () => verdict === "harmless" ? bytes <= free : bytes >= 8 || Object.hasOwn(SOMETIMES, name);
    // Once, it may have been the engine's own work, such as compiling.
    for (let again = 0; again < 2 && !agrees(); again++) bytes = measure();
    if (!agrees()) wrong.push(`${name}: ${bytes} bytes, but in the table it is ${verdict}`);
  }
  assertEquals(wrong, []);
  assert(measured.allocates > 200 && measured.harmless > 200, JSON.stringify(measured));
});
