/**
 * For each rule of the law: code that must be reported, and code that must not. `at` holds the reported pieces of source,
 * in their order in the file. Unless `file` says otherwise the code is a file of `core/`, where everything is hot.
 */
export interface Snippets {
  readonly fail: readonly (Snippet & { readonly at: readonly string[] })[];
  readonly pass: readonly Snippet[];
}

/** A file of source. */
export interface Snippet {
  readonly code: string;
  readonly file?: string;
  /** Files that the linter has seen before this one. */
  readonly before?: Readonly<Record<string, string>>;
}

/** A hot function with this body. */
function body(code: string): string {
  return `export function step(n: number): number {\n${code}\nreturn n;\n}`;
}

/** A cold function with this body. */
function cold(code: string): string {
  return `// @cold: builds what the hot path uses\n${body(code)}`;
}

export const SNIPPETS: Readonly<Record<string, Snippets>> = {
  "marks": {
    fail: [
      { code: "// @cold\nexport function f() {}", at: ["// @cold"] },
      { code: "// @cold:\nexport function f() {}", at: ["// @cold:"] },
      { code: "// @cold: --\nexport function f() {}", at: ["// @cold: --"] },
      { code: "// @cold rarely called\nexport function f() {}", at: ["// @cold rarely called"] },
      { code: "// @Cold: rare\nexport function f() {}", at: ["// @Cold: rare"] },
      { code: "// @clod: rare\nexport function f() {}", at: ["// @clod: rare"] },
      { code: "// @col: rare\nexport function f() {}", at: ["// @col: rare"] },
      { code: "// @coldpath: rare\nexport function f() {}", at: ["// @coldpath: rare"] },
      { code: "// @hott\nexport function f() {}", at: ["// @hott"] },
      { code: "// @hot every event\nexport function f() {}", at: ["// @hot every event"] },
      { code: "// cold: rare\nexport function f() {}", at: ["// cold: rare"] },
      { code: "// @cold: far away\n\nexport function f() {}", at: ["// @cold: far away"] },
      { code: "const a = 1; // @cold: behind\nexport function f() {}", at: ["// @cold: behind"] },
      {
        code: "/**\n * Doc.\n * @cold: inside\n */\nexport function f() {}",
        at: ["/**\n * Doc.\n * @cold: inside\n */"],
      },
      { code: "/** @cold: inside */\nexport function f() {}", at: ["/** @cold: inside */"] },
      { code: "// @cold: no function\nexport const N = 1;", at: ["// @cold: no function"] },
      { code: "// @cold: a statement\nstart();", at: ["// @cold: a statement"] },
      { code: "export function f() {\n  // @cold: rare\n  if (a) g();\n}", at: ["// @cold: rare"] },
      { code: "export function f() {\n  // @cold: rare\n  const x = 1;\n}", at: ["// @cold: rare"] },
      { code: "export function f() {}\n// @cold: at the end", at: ["// @cold: at the end"] },
      { code: "// @cold: twice\n// @hot\nexport function f() {}", at: ["// @hot"] },
      {
        code: "// @hot\nexport function f(): void;\n// @cold: rare\nexport function f(a?: number): void {}",
        at: ["// @cold: rare"],
      },
      {
        code: "class A {\n  // @hot\n  m(): void;\n  /* @cold: rare */ m(a?: number) {}\n}",
        at: ["/* @cold: rare */"],
      },
      // Nothing that a rule looks at is below.
      { code: "// @hot\nexport { f };", at: ["// @hot"] },
      { code: "// @hot\nexport default f;", at: ["// @hot"] },
      { code: "// @hot\nexport * from './f.ts';", at: ["// @hot"] },
      { code: "// @hot\nnamespace N { export function f() {} }", at: ["// @hot"] },
      { code: "// @hot\nenum E { A }", at: ["// @hot"] },
      { code: "// @hot\nclass A {}", at: ["// @hot"] },
      { code: "class A {\n  // @hot\n  static { f(); }\n}", at: ["// @hot"] },
      { code: "class A {\n  // @hot\n  [name: string]: unknown;\n}", at: ["// @hot"] },
      { code: "// @hot\ninterface A { size: number }", at: ["// @hot"] },
      { code: "interface A {\n  // @hot\n  size: number;\n}", at: ["// @hot"] },
      { code: "interface A {\n  // @hot\n  new (): A;\n}", at: ["// @hot"] },
      { code: "// @hot\ntype T = number;", at: ["// @hot"] },
      { code: "// @cold-file\nexport const A = 1;", at: ["// @cold-file"] },
      { code: "import './a.ts';\n// @cold-file: late\n", at: ["// @cold-file: late"] },
      { code: "// @cold-file: all of it\n// @hot-file\nexport const A = 1;", at: ["// @hot-file"] },
      { code: "// @hot-files\nexport const A = 1;", at: ["// @hot-files"], file: "demo/a.ts" },
      {
        code: "// deno-lint-ignore hot-path/no-allocation\nexport function f() {}",
        at: ["// deno-lint-ignore hot-path/no-allocation"],
      },
    ],
    pass: [
      { code: "// @cold: rare\nexport function f() {}" },
      { code: "/** Doc. */\n// @cold: rare\nexport async function* f() {}" },
      { code: "// @cold: rare\n/** Doc. */\nexport default function () {}" },
      { code: "// @cold: a reason\n// that goes on\nfunction f() {}" },
      { code: "class A {\n  // @cold: rare\n  private static get m() { return 1; }\n}" },
      { code: "// @cold: rare\nexport abstract class A { abstract m(): void; }" },
      { code: "export abstract class A {\n  // @cold: rare\n  abstract m(): void;\n}" },
      { code: "export interface A {\n  // @cold: rare\n  m(): number | null;\n}" },
      { code: "// @cold: rare\nexport interface A { m(): void }" },
      { code: "// @cold: rare\nexport type F = () => void;" },
      { code: "// @cold: rare\nexport function f(): void;\n// @cold: rare\nexport function f(a?: number): void {}" },
      {
        code:
          "function f(): void;\n// @cold: rare\n// for a reason\nfunction f(a: 1): void;\nfunction f(a?: number) {}",
      },
      { code: "class A {\n  @tag\n  // @cold: rare\n  @other(1) /* why */\n  m() {}\n}" },
      { code: "// @cold: rare\n@tag\nexport class A { m() {} }" },
      { code: "@tag\n// @cold: rare\nexport class A { m() {} }" },
      { code: "class A {\n  // @hot\n  accessor count = 0;\n}" },
      { code: "// @cold: rare\nexport const f = () => {};" },
      { code: "const o = {\n  // @cold: rare\n  m() {},\n};" },
      { code: "const slots = Array.from({ length: 4 }, /* @cold: once */ () => ({}));" },
      { code: "// @cold: set once, at the start\nlet origin = 0;" },
      { code: "class A {\n  // @hot\n  poll = () => 0;\n}" },
      { code: "// @hot-file\n// @host is something else\nexport const A = 1; // cold. And: hot" },
      { code: "// @cold-file: reads the command line\r\nexport function f() {}\r\n" },
      { code: "// deno-lint-ignore hot-path/no-allocation -- measured, and it is removed\nexport function f() {}" },
      { code: "// deno-lint-ignore no-explicit-any\nexport function f() {}" },
    ],
  },

  "no-allocation": {
    fail: [
      { code: body("keep({ n });"), at: ["{ n }"] },
      { code: body("keep([n]);"), at: ["[n]"] },
      { code: body("keep(`event ${n}`);"), at: ["`event ${n}`"] },
      { code: body("keep(tag`event`);"), at: ["tag`event`"] },
      { code: body("keep(/a/);"), at: ["/a/"] },
      { code: body("keep(<a><b /></a>, <></>);"), at: ["<a><b /></a>", "<></>"], file: "core/a.tsx" },
      { code: body("keep(new Slot());"), at: ["new Slot()"] },
      { code: body("keep(...list);"), at: ["...list"] },
      { code: "export function step(...all: number[]): void {}", at: ["...all: number[]"] },
      { code: "export function step({ n }: Event): void {}", at: ["{ n }: Event"] },
      { code: body("const { a } = poll();"), at: ["{ a }"] },
      { code: body("const [a] = poll();"), at: ["[a]"] },
      { code: body("[a, b] = poll();"), at: ["[a, b]"] },
      { code: body("keep(() => n);"), at: ["() => n"] },
      { code: body("keep(function () {});"), at: ["function () {}"] },
      { code: body("function inner() {}"), at: ["function inner() {}"] },
      { code: body("class Inner {}"), at: ["class Inner {}"] },
      { code: body("keep(class {});"), at: ["class {}"] },
      { code: body("keep(class { static { f([]); } });"), at: ["class { static { f([]); } }"] },
      { code: body("keep(class { list = []; });"), at: ["class { list = []; }"] },
      { code: body("for (const e of list) keep(e);"), at: ["for (const e of list) keep(e);"] },
      { code: body("for (const k in list) keep(k);"), at: ["for (const k in list) keep(k);"] },
      { code: "export function* step(): Iterable<number> {}", at: ["function* step(): Iterable<number> {}"] },
      { code: body('keep("event " + n + "!");'), at: ['"event " + n + "!"'] },
      { code: body('text += "!";'), at: ['text += "!"'] },
      { code: body("keep(arguments);"), at: ["arguments"] },
      { code: body("keep(view.subarray(0, n));"), at: ["view.subarray(0, n)"] },
      { code: body("keep(n.toString());"), at: ["n.toString()"] },
      {
        code: body("keep(Object.keys(a), JSON.stringify(a), Array(4));"),
        at: ["Object.keys(a)", "JSON.stringify(a)", "Array(4)"],
      },
      // Where hot code hides.
      { code: "class A { get a() { return []; } }", at: ["[]"] },
      { code: "class A { static #m() { return []; } }", at: ["[]"] },
      { code: "class A { poll = () => []; }", at: ["[]"] },
      { code: "export const poll = () => [];", at: ["[]"] },
      { code: "export default () => [];", at: ["[]"] },
      { code: "export const SINK = Object.freeze({ observe() { return []; } });", at: ["[]"] },
      { code: "export function step(a = []): void {}", at: ["[]"] },
      { code: "class A { constructor() { this.poll = () => []; } }", at: ["[]"] },
      {
        code: "// @cold: makes hot functions\nfunction f() {\n  // @hot\n  return function () { return []; };\n}",
        at: [],
      },
      { code: "// @cold: makes hot functions\nfunction f() {\n  // @hot\n  const g = () => [];\n}", at: ["[]"] },
      { code: "// @cold-file: but for one\n// @hot\nfunction f() { return []; }", at: ["[]"] },
      { code: "// @cold: but for one\nclass A {\n  // @hot\n  poll() { return []; }\n}", at: ["[]"] },
      { code: "// @hot\nexport function poll() { return []; }", at: ["[]"], file: "demo/a.ts" },
      { code: "// @hot-file\nexport function poll() { return []; }", at: ["[]"], file: "demo/a.ts" },
      { code: "// @hot\nexport class A { poll() { return []; } }", at: ["[]"], file: "control/a.ts" },
      // What is called on tells what a method makes, as far as this file says what that is.
      ...[
        ["s: string", "s.match(re)"],
        ["s: 'a' | 'b'", "s.search(re)"],
        ["s: `x${string}`", "s.at(0)"],
        ["s?: string | null", "s?.match(re)"],
        ["a: number[]", "a.splice(0, 1)"],
        ["a: readonly number[]", "a.keys()"],
        ["a: [number, number]", "a.with(0, 1)"],
        ["a: ReadonlyArray<number>", "a.values()"],
        ["a: number[]", "a.push(n)"],
        ["a: number[]", "a[Symbol.iterator]()"],
        ["m: Map<number, number>", "m.values()"],
        ["m: ReadonlyMap<number, string>", "m.keys()"],
        ["m: Map<number, number>", "m.set(n, n)"],
        ["m: Set<number> | undefined", "m?.add(n)"],
        ["m: Map<number, number[]>", "m.get(n)!.push(n)"],
        ["m: Map<number, number[]>", 'm["get"](n)!.keys()'],
        ["x: number", "x.toPrecision(3)"],
        ["x: number | string", "x.valueOf().normalize()"],
        ["u: Uint8Array", "u.values()"],
        ["u: Uint8Array<ArrayBuffer>", "u.toHex()"],
        ["u: Readonly<Float64Array>", "u.sort()"],
        ["e: TextEncoder", "e.encode(s)"],
        ["e: TextEncoder", "e.encodeInto(s, u)"],
        ["t: TextDecoder", "t.decode(u)"],
        ["r: RegExp", "r.exec(s)"],
        ["d: Date", "d.toISOString()"],
        ["i: IterableIterator<number>", "i.next()"],
        ["i: Generator<number>", "i.return(0)"],
        ["w: WeakMap<object, number>", "w.set(o, n)"],
        ["w: WeakSet<object>", "w.add(o)"],
        ["b: ArrayBuffer", "b.resize(8)"],
        ["f: Intl.NumberFormat", "f.format(n)"],
        ["t: Temporal.Instant", "t.add(d)"],
        ["m: WebAssembly.Memory", "m.grow(1)"],
        ["i: Iterable<number>", "i[Symbol.iterator]()"],
        ["r: Record<string, string[]>", "r[s].keys()"],
        ["r: Record<string, string[]>", "r.name.keys()"],
        ["this: Map<string, string>", "this.keys()"],
        ["f: () => void", "f.bind(o)"],
        ["s = ''", "s.match(re)"],
        ["s: string[]", "s[n].match(re)"],
      ].map(([parameter, call]) => ({ code: `export function step(${parameter}): void { ${call}; }`, at: [call] })),
      ...[
        "RegExp(s)",
        "Error('a')",
        "Symbol()",
        "Function('a')",
        "encodeURIComponent(s)",
        "structuredClone(o)",
        "atob(s)",
        "Reflect.ownKeys(o)",
        "Object.fromEntries(o)",
        "globalThis.Object.assign(o, p)",
        "Array.from(o)",
        "Uint8Array.of(1)",
        "Float64Array.from(o)",
        "Iterator.from(o)",
        "Map.groupBy(o, f)",
        "Proxy.revocable(o, h)",
        "String.fromCharCode(n)",
        "Symbol.for(s)",
        "Intl.NumberFormat()",
        "URL.parse(s)",
        "Deno.readTextFileSync(s)",
        "Array.prototype.slice.call(o)",
        "String.prototype.match.apply(s, o)",
        "Reflect.apply(Array.prototype.map, o, p)",
        "Object.keys.call(null, o)",
        "o.unknown.trimStart()",
        "o.unknown.toPrecision(3)",
      ].map((call) => ({ code: body(`${call};`), at: [call] })),
      // By annotation, initial value, alias, field and result, wherever they are in the file.
      { code: "type Names = Map<string, number>;\nexport function f(m: Names): void { m.keys(); }", at: ["m.keys()"] },
      { code: "export function f<T extends string>(t: T): void { t.match(re); }", at: ["t.match(re)"] },
      { code: "const names = new Map<string, number>();\n" + body("names.keys();"), at: ["names.keys()"] },
      { code: "const list = [1, 2];\n" + body("list.values();"), at: ["list.values()"] },
      { code: "const RE = /a/;\n" + body("RE.exec(s);"), at: ["RE.exec(s)"] },
      { code: "const { keys, stringify: text } = Object;\n" + body("keys(o);"), at: ["keys(o)"] },
      { code: "const text = JSON.stringify;\n" + body("text(o);"), at: ["text(o)"] },
      { code: "const slice = Array.prototype.slice;\n" + body("slice.call(o);"), at: ["slice.call(o)"] },
      { code: "class A { m = new Map<number, number>(); f() { this.m.keys(); } }", at: ["this.m.keys()"] },
      { code: "class A { declare readonly m: Set<number>; f() { this.m.values(); } }", at: ["this.m.values()"] },
      { code: "class A { #m = [1]; f() { this.#m.keys(); } }", at: ["this.#m.keys()"] },
      { code: "class A { constructor(readonly m: string) {} f() { this.m.match(re); } }", at: ["this.m.match(re)"] },
      { code: "class A { static m = new Set(); static f() { this.m.add(1); } }", at: ["this.m.add(1)"] },
      { code: "class A { m(): string { return x; } f() { this.m().match(re); } }", at: ["this.m().match(re)"] },
      { code: "class A { get m(): string { return x; } f() { this.m.match(re); } }", at: ["this.m.match(re)"] },
      {
        code: "class A { list; constructor() { this.list = new Map(); } f() { this.list.keys(); } }",
        at: ["this.list.keys()"],
      },
      { code: "export const f: (s: string) => void = (s) => s.match(re);", at: ["s.match(re)"] },
      {
        code: "type F = (n: number, s: string) => void;\nclass A { f: F = (n, s) => s.match(re); }",
        at: ["s.match(re)"],
      },
      ...[
        ["if (typeof x === 'string') x.match(re);", "x.match(re)"],
        ["if (n > 0 && 'string' == typeof x) { x.match(re); }", "x.match(re)"],
        ["keep(x instanceof Map ? x.keys() : 0);", "x.keys()"],
        ["Array.isArray(x) && x.push(n);", "x.push(n)"],
      ].map(([code, at]) => ({ code: `export function f(x: unknown, n: number): void { ${code} }`, at: [at] })),
      { code: "const f = (): string => x;\n" + body("f().match(re);"), at: ["f().match(re)"] },
      { code: "const f: () => string = g;\n" + body("f().match(re);"), at: ["f().match(re)"] },
      { code: "const keys = Object.keys.bind(Object);\n" + body("keys(o);"), at: ["keys(o)"] },
      { code: "export function f(s: string): void { (s || other).match(re); }", at: ["(s || other).match(re)"] },
      {
        code: "import type { Ring } from './ring.ts';\nexport function f(m: Ring | Map<string, string>) { m.keys(); }",
        at: ["m.keys()"],
      },
      { code: "export function f(b: Buffer): void { b.toString(); b.readInt32LE(0); }", at: ["b.toString()"] },
      { code: "const format = new Intl.NumberFormat();\n" + body("format.format(n);"), at: ["format.format(n)"] },
      { code: "class A extends Map<number, number> { f() { this.keys(); } }", at: ["this.keys()"] },
      { code: "class A extends Array<number> {}\nexport function f(a: A) { a.push(1); }", at: ["a.push(1)"] },
      { code: "interface A extends Map<string, number> {}\nexport function f(a: A) { a.keys(); }", at: ["a.keys()"] },
      { code: "interface A { m: Map<string, number> }\nexport function f(a: A) { a.m.keys(); }", at: ["a.m.keys()"] },
      {
        code: "export function f({ length }: string, s = 'a' as string): void { s.match(re); }",
        at: [
          "{ length }: string",
          "s.match(re)",
        ],
      },
      { code: "function name(): string { return x; }\n" + body("name().match(re);"), at: ["name().match(re)"] },
      { code: "export function f(s: string, n: number): void { keep(s + n); }", at: ["s + n"] },
      { code: "export function f(s: string): void { s += other; }", at: ["s += other"] },
      // Getters that make what they answer with.
      { code: "export function f(r: RegExp): void { keep(r.flags); }", at: ["r.flags"] },
      { code: "export function f(u: Uint8Array): void { keep(u.buffer); }", at: ["u.buffer"] },
      { code: "export function f(u: URL): void { keep(u.href); }", at: ["u.href"] },
      { code: "export function f(l: Intl.Locale): void { keep(l.baseName); }", at: ["l.baseName"] },
      // A mark above any overload holds for all of them, and for nothing beside them.
      ...[
        "// @hot\nfunction f(n: 1): A;\nfunction f(n: 2): A;\nfunction f(n: number): A { return [n]; }",
        "function f(n: 1): A;\n// @hot\nfunction f(n: 2): A;\nfunction f(n: number): A { return [n]; }",
        "// @hot\nexport function f(n: 1): A;\n/** Doc. */\nexport function f(n: number): A { return [n]; }",
        "export /* @hot */ function f(n: 1): A;\nexport function f(n: number): A { return [n]; }",
        "// @hot\nexport default function f(n: 1): A;\nexport default function f(n: number): A { return [n]; }",
        "// @hot\nexport default function (n: 1): A;\nexport default function (n: number): A { return [n]; }",
        "// @hot\nfunction f(n: 1): A;\nfunction f(n: number): A { return [n]; }\nfunction g() { return []; }",
        "namespace N {\n  // @hot\n  export function f(n: 1): A;\n  export function f(n: number): A { return [n]; }\n}",
        "function g() {\n  // @hot\n  function f(n: 1): A;\n  function f(n: number): A { return [n]; }\n}",
        "switch (1) {\n  case 1:\n    // @hot\n    function f(n: 1): A;\n    function f(n: number): A { return [n]; }\n}",
        "class B {\n  // @hot\n  f(n: 1): A;\n  f(n: number): A { return [n]; }\n  g() { return []; }\n}",
        "class B {\n  // @hot\n  private 'f'(n: 1): A;\n  private f(n: number): A { return [n]; }\n}",
        "class B {\n  // @hot\n  #f(n: 1): A;\n  #f(n: number): A { return [n]; }\n}",
        "class B {\n  // @hot\n  [k](n: 1): A;\n  [k](n: number): A { return [n]; }\n  k() { return []; }\n}",
        "class B {\n  // @hot\n  static f(n: 1): A;\n  static f(n: number): A { return [n]; }\n  f() { return []; }\n}",
        "class B {\n  // @hot\n  constructor(n: 1);\n  constructor(n: number) { this.a = [n]; }\n}",
        // So does a mark above, between or below decorators.
        "class B {\n  // @hot\n  @tag\n  f(n: number) { return [n]; }\n}",
        "class B {\n  @tag\n  // @hot\n  @other(1)\n  f(n: number) { return [n]; }\n}",
        "class B {\n  @tag @other(1)\n  // @hot\n  f(n: number) { return [n]; }\n}",
        "// @hot\n@tag\nexport class B { f(n: number) { return [n]; } }",
        "@tag\n// @hot\nexport class B { f(n: number) { return [n]; } }",
        "export @tag\n// @hot\nclass B { f(n: number) { return [n]; } }",
      ].map((code) => ({ code, at: ["[n]"], file: "demo/a.ts" })),
    ],
    pass: [
      // Methods that make nothing, and methods of one's own that are called like those that do.
      ...[
        ["a: number[]", "a.at(0); a.fill(0); a.indexOf(n); a.pop(); a.includes(n); a.length"],
        ["m: Map<number, number>", "m.get(n); m.has(n); m.size"],
        ["m: WeakMap<object, number>", "m.get(o); m.has(o)"],
        ["s: string", "s.charCodeAt(0); s.indexOf('a'); s.startsWith('a'); s.toString()"],
        ["r: RegExp", "r.test(s); r.lastIndex = 0; r.source"],
        ["u: Uint8Array", "u.set(v, 0); u.fill(0); u.at(0); u.copyWithin(0, 1); u.length; u.byteOffset"],
        ["v: DataView", "v.getInt32(0); v.setFloat64(0, n)"],
        ["f: () => number", "f.call(null); f.apply(null)"],
        [
          "q: Queue",
          "q.push(n); q.keys(); q.match(n); q.set(n, n); q.add(n); q.next(); q.exec(n); q.sort(); q.values()",
        ],
        ["q: { map(n: number): number; slice(): number }", "q.map(n); q.slice()"],
        ["b: boolean", "b.toString()"],
        ["b: Buffer", "b.readInt32LE(0); b.writeDoubleBE(n, 0); b.fill(0); b.at(0); b.copy(o)"],
      ].map(([parameter, calls]) => ({ code: `export function step(${parameter}): void { ${calls}; }` })),
      { code: body("Math.max(n, 1); Number.isInteger(n); Object.is(n, 1); Array.isArray(n); Object.hasOwn(o, 'a');") },
      { code: body("parseInt(s, 10); isNaN(n); Reflect.has(o, 'a'); JSON.isRawJSON(o); Number(n); Boolean(n);") },
      { code: body("Object.prototype.hasOwnProperty.call(o, 'a'); Math.max.apply(null, o);") },
      { code: "export function f(x: unknown): void { if (typeof x === 'string') return; else x.match(1); }" },
      { code: "class A { keys() { return 1; } }\nexport function f(x: unknown) { if (x instanceof A) x.keys(); }" },
      { code: "class A { slice() { return 1; } map() { return this.slice(); } f() { this.map(); } }" },
      { code: "class B { join() { return 1; } }\nclass A extends B { f() { this.join(); } }" },
      {
        code: "interface Book { match(n: number): number; keys(): number }\n" +
          "export function f(b: Book): void { b.match(1); b.keys(); }",
      },
      { code: "class A { b = new B(); f() { this.b.trim(); } }\nclass B { trim() { return 1; } }" },
      { code: "const o = { concat() { return 1; } };\n" + body("o.concat();") },
      { code: "class Map { keys() { return 1; } }\nexport function f(m: Map): void { m.keys(); }" },
      { code: "import type { Map } from './map.ts';\nexport function f(m: Map): void { m.keys(); m.set(1, 2); }" },
      { code: "function String(n: number): number { return n; }\n" + body("String(n);") },
      { code: "export function f(a: number, b: number): number { let c = a; c += b; return c + a; }" },
      { code: body("const words = view; words[n & 7] = n; keep(words, n | 0);") },
      { code: body("for (let i = 0; i < 4; i++) keep(`constant`);") },
      { code: body("let f: (...all: number[]) => void; let t: `a${string}`; keep(x as { a: [1] });") },
      {
        code: cold("const { a, ...rest } = { ...list }; for (const b of [a]) keep(() => `${b}`, new A(), /a/, rest);"),
      },
      { code: cold("function inner() { return () => []; }") },
      { code: "export const MASKS = [1, 2]; const A = class {}; const f = bind(() => 1);" },
      {
        code:
          "class A { list = [1]; static all = new Map(); static { A.all = {}; } constructor(a = {}) { this.a = [a]; } }",
      },
      { code: "// @cold: the whole class\nclass A { m() { return []; } get a() { return {}; } }" },
      { code: "// @cold-file: prints\nfunction f() { return [() => `${1}`]; }" },
      { code: "export interface A { m(...all: number[]): void }\nexport function f(...all: number[]): void;" },
      { code: "export abstract class A { abstract m(...all: number[]): void; }" },
      { code: "export function poll() { return []; }", file: "demo/core/a.ts" },
      { code: "export function poll() { return []; }", file: "control/a.ts" },
      { code: body("keep(Object.is(n, n), n + n, 'constant', this.at(n), ring.map);") },
      { code: "export function step(arguments_: number, Array: Make): void { Array(arguments_); }" },
    ],
  },

  "no-bigint": {
    fail: [
      { code: body("keep(1n);"), at: ["1n"] },
      { code: body("keep(BigInt(n));"), at: ["BigInt"] },
      {
        code: body("keep(BigInt64Array.BYTES_PER_ELEMENT, globalThis.BigUint64Array);"),
        at: ["BigInt64Array", "globalThis.BigUint64Array"],
      },
      { code: body("keep(process.hrtime.bigint());"), at: ["process.hrtime.bigint()"] },
      { code: body("keep(view.getBigInt64(0));"), at: ["view.getBigInt64(0)"] },
      { code: "export function step(n: bigint): void {}", at: ["bigint"] },
    ],
    pass: [
      { code: body("keep(view.getInt32(0), 1, Float64Array.BYTES_PER_ELEMENT, a.bigint);") },
      { code: cold("keep(1n, BigInt(n), process.hrtime.bigint());") },
      { code: "const POINTER = 1n;" },
      { code: body("keep(1n);"), file: "control/a.ts" },
    ],
  },

  "no-uninitialised-field": {
    fail: [
      { code: "class A { n: number; }", at: ["n: number;"] },
      { code: "class A { n!: number; }", at: ["n!: number;"] },
      { code: "class A { static n: number; #p; }", at: ["static n: number;", "#p;"] },
      { code: "class A { n?: number; }", at: ["n?: number;"] },
      {
        code: "class A { n: number | undefined = undefined; m = void 0 as unknown as number; }",
        at: [
          "n: number | undefined = undefined;",
          "m = void 0 as unknown as number;",
        ],
      },
      { code: "class A { n: number | null = null; }", at: ["n: number | null = null;"] },
      { code: "class A { accessor n: number; }", at: ["accessor n: number;"] },
      {
        code: "class A { constructor(readonly n: number, private m = 1) {} }",
        at: ["readonly n: number", "private m = 1"],
      },
      { code: "export const A = class { n: number; };", at: ["n: number;"] },
      { code: "class A {\n  n: number;\n  // @hot\n  poll() {}\n}", at: ["n: number;"], file: "control/a.ts" },
      { code: "// @hot\nclass A { n: number; }", at: ["n: number;"], file: "control/a.ts" },
      { code: "// @cold: builds\nfunction f() {\n  // @hot\n  return g(class { n: number; });\n}", at: [] },
    ],
    pass: [
      { code: "class A { n = 0; #p = 0.5; declare readonly m: number; static s = 1; list: number[] = []; }" },
      { code: "class A { next: A | null = null; }" },
      { code: "abstract class A { abstract n: number; abstract readonly m: number; }" },
      { code: "class A { constructor(n: number) {} }" },
      { code: "// @cold: an error, made once in a lifetime\nclass A extends Error { readonly lost: number; }" },
      { code: "class A {\n  // @cold: holds an object\n  later: Handle | undefined;\n}" },
      { code: "// @cold-file: errors\nclass A extends Error { readonly lost: number; }" },
      { code: "class A { n: number; }", file: "control/a.ts" },
    ],
  },

  "no-nullable-number": {
    fail: [
      { code: "export function f(): number | null { return 1; }", at: ["number | null"] },
      { code: "class A { get f(): undefined | number { return 1; } }", at: ["undefined | number"] },
      { code: "export const f = (): number | undefined => 1;", at: ["number | undefined"] },
      { code: "export function f(): 1 | -1 | null { return 1; }", at: ["1 | -1 | null"] },
      { code: "export type Maybe = number | null;\nexport function f(): Maybe { return 1; }", at: ["Maybe"] },
      {
        code: "type N = number;\ntype None = null;\nexport function f(): N | (A | None) { return 1; }",
        at: ["N | (A | None)"],
      },
      {
        code: "export interface A { poll(): number | null; (): number | null; p: () => number | null; }",
        at: [
          "number | null",
          "number | null",
          "number | null",
        ],
      },
      { code: "export abstract class A { abstract poll(): number | null; }", at: ["number | null"] },
      { code: "export type Poll = () => number | void;", at: ["number | void"] },
      { code: "export function f(a: number) { return a > 0 ? a : null; }", at: ["null"] },
      { code: "export function f(a: number) { if (a) return undefined; return a; }", at: ["undefined"] },
      { code: "export const f = (a: number) => a || null;", at: ["null"] },
      { code: "// @hot\nexport function f(): number | null { return 1; }", at: ["number | null"], file: "demo/a.ts" },
    ],
    pass: [
      { code: "export function f(): number { return -1; }" },
      { code: "export function f(a: number | null, b?: number): Slot | null { return null; }" },
      { code: "export function f(a: boolean): Slot | null { return a ? slot : null; }" },
      { code: "export function f(a: boolean) { if (a) return; return; }" },
      { code: "export function f() { return null; }" },
      { code: "type Loop = Loop2 | null;\ntype Loop2 = Loop;\nexport function f(): Loop { return null; }" },
      { code: "// @cold: looks a name up\nexport function f(): number | null { return null; }" },
      { code: "export interface A {\n  // @cold: looks a name up\n  f(): number | null;\n}" },
      { code: "export function f(): number | null { return null; }", file: "control/a.ts" },
    ],
  },

  "no-module-double": {
    fail: [
      { code: "let last = 0;", at: ["let last = 0;"] },
      { code: "export let last = 0;", at: ["let last = 0;"] },
      { code: "var last: number;", at: ["var last: number;"] },
      {
        code: "let last = 0;\n// @hot\nexport function f(n: number) { last = n; last++; }",
        at: ["last = n", "last++"],
        file: "demo/a.ts",
      },
      {
        code: "// @cold: makes a counter\nfunction f() {\n  let n = 0;\n  // @hot\n  const g = () => { n += 0.5; };\n}",
        at: ["n += 0.5"],
      },
    ],
    pass: [
      {
        code:
          "const LAST = new Float64Array(1);\nexport function f(n: number) { LAST[0] = n; let m = n; m += 1; { m++; } }",
      },
      { code: "// @cold: set once by the loader\nlet kernel: Kernel | null = null;" },
      { code: "declare let last: number;" },
      { code: "class A { n = 0; add(n: number) { this.n = n; } }" },
      { code: "let last = 0;\nexport function f(n: number) { last = n; }", file: "demo/a.ts" },
      { code: "// @cold-file: the command line\nlet last = 0;\nfunction f(n: number) { last = n; }" },
    ],
  },

  "no-live-binding": {
    fail: [
      {
        code: 'import { MASK, SHIFT } from "./layout.ts";\n' + body("words[(n & MASK) << SHIFT] = n;"),
        at: ["MASK", "SHIFT"],
      },
      { code: 'import { PollStatus } from "./p.ts";\n' + body("if (n === PollStatus.EMPTY) n++;"), at: ["PollStatus"] },
      { code: 'import { sequenceOf as f } from "./s.ts";\n' + body("keep(f(n, 0));"), at: ["f"] },
      {
        code: 'import * as layout from "./layout.ts";\n' + body("keep(layout.MASK, layout.f());"),
        at: ["layout", "layout"],
      },
      { code: 'import MASK from "npm:masks";\n' + body("keep((MASK as number)!);"), at: ["MASK"] },
      { code: 'import { table, KEY } from "./t.ts";\n' + body("table[KEY] = n;"), at: ["table", "KEY"] },
      {
        code: 'import { TOTAL } from "./t.ts";\n' + body("n += TOTAL; TOTAL++; keep(n, -TOTAL);"),
        at: ["TOTAL", "TOTAL"],
      },
      { code: 'import { Slot } from "./slot.ts";\n' + body("if (n instanceof Slot) return 1;"), at: ["Slot"] },
      { code: 'import { MASK } from "./a.ts";\nexport function f(n = MASK): void {}', at: ["MASK"] },
      {
        code: 'import { MASK } from "./a.ts";\nclass A { get a() { return MASK; } poll = () => MASK; }',
        at: ["MASK", "MASK"],
      },
      {
        code: 'import { MASK } from "./a.ts";\nexport function f(n: number): void { { const MASK = n; } keep(MASK); }',
        at: ["MASK"],
      },
      { code: 'import { MASK, Slot } from "./a.ts";\n' + body("keep(new Slot(MASK));"), at: ["MASK"] },
      // What the file itself exports.
      { code: "export const MASK = 7;\n" + body("return n & MASK;"), at: ["MASK"] },
      { code: body("return n & MASK;") + "\nexport const MASK: number = 7, SHIFT = 3;", at: ["MASK"] },
      { code: "const MASK = 7;\n" + body("return n & MASK;") + "\nexport { MASK };", at: ["MASK"] },
      {
        code: "const MASK = 7;\n" + body("return n & MASK;") + "\nexport { MASK as RECORD_MASK, step as other };",
        at: ["MASK"],
      },
      {
        code: "export const { MASK, a: [SHIFT] } = made;\n" + body("return n & MASK << SHIFT;"),
        at: ["MASK", "SHIFT"],
      },
      { code: "export let last = 0;\n" + body("keep(last); last = n;"), at: ["last"] },
      { code: "export function other(): number { return 1; }\n" + body("keep(other());"), at: ["other"] },
      { code: body("if (n > 0) return step(n - 1);"), at: ["step"] },
      { code: "export default function other(): number { return 1; }\n" + body("keep(other());"), at: ["other"] },
      { code: "export class Slot { static WORDS = 4; }\n" + body("keep(Slot.WORDS);"), at: ["Slot"] },
      { code: "export default class Slot { static WORDS = 4; }\n" + body("keep(Slot.WORDS);"), at: ["Slot"] },
      {
        code: 'import { MASK } from "./a.ts";\nfunction f() { return MASK; }\n// @hot\nfunction g() { return MASK; }',
        at: ["MASK"],
        file: "control/a.ts",
      },
    ],
    pass: [
      {
        code: 'import * as layout from "./layout.ts";\nimport { PollStatus } from "./p.ts";\n' +
          "const { MASK } = layout;\nconst { EMPTY } = PollStatus;\nconst Status = PollStatus;\n" +
          body("if (n === EMPTY) n &= MASK; keep(Status.EVENT);"),
      },
      { code: "const BITS = 3;\nexport const RECORD_BITS = BITS;\n" + body("return n >> BITS;") },
      { code: "const MASK = 7;\nconst SHIFT = 2;\n" + body("return n & MASK << SHIFT;") + "\nexport default SHIFT;" },
      { code: "const MASK = 7;\n" + body("return n & MASK;") + '\nexport { MASK } from "./other.ts";' },
      { code: "type MASK = 7;\nconst MASK = 7;\n" + body("return n & MASK;") + "\nexport type { MASK };" },
      { code: "type MASK = 7;\nconst MASK = 7;\n" + body("return n & MASK;") + "\nexport { type MASK };" },
      {
        code: 'import { Slot, SIZE, f } from "./slot.ts";\nconst TABLE = f(SIZE);\n' +
          "class A { n = SIZE; static m = f(SIZE); static { f(SIZE); } constructor(n = SIZE) { this.n = f(n); } [SIZE]() {} }",
      },
      { code: 'import { refuse, SIZE } from "./slot.ts";\n' + cold("refuse(SIZE);") },
      { code: "export const SIZE = 1;\n" + cold("keep(SIZE);") },
      {
        code:
          "export function f(n: number): void { if (n < 0) refuse(n); }\n// @cold: throws\nexport function refuse(): never {}",
      },
      {
        code:
          "export function f(n: number): void { if (n < 0) refuse(n); }\n// @cold: throws\nexport const refuse = () => {};",
      },
      {
        code:
          "export function f(n: number): void { if (n < 0) refuse(n); }\n// @cold: throws\nfunction refuse(): never {}\nexport { refuse };",
      },
      {
        code: 'import type { Slot } from "./slot.ts";\nimport { type Kind, SIZE } from "./slot.ts";\n' +
          "export function f(a: Slot, b: typeof SIZE): Kind { return (a as Kind satisfies Slot).SIZE; }",
      },
      { code: 'import { Slot } from "./slot.ts";\n' + body("keep(new Slot());") },
      { code: 'import { MASK } from "./a.ts";\nexport function f(MASK: number): number { return MASK; }' },
      { code: 'import { MASK } from "./a.ts";\n' + body("keep(this.MASK, n.MASK); MASK: for (;;) break MASK;") },
      { code: "export class Slot { static words = 4; m() { return Slot.words; } }" },
      { code: "export const MASK = 7;\nexport function f(n: number) { const MASK = n; return MASK; }" },
      { code: "export declare const MASK: number;\n" + body("return n & MASK;") },
      { code: 'import { MASK } from "./a.ts";\n' + body("return n & MASK;"), file: "control/a.ts" },
    ],
  },

  "no-throw": {
    fail: [
      { code: body("throw error;"), at: ["throw error;"] },
      { code: body("try { f(); } catch { g(); }"), at: ["try { f(); } catch { g(); }"] },
      { code: body("try { f(); } finally { g(); }"), at: ["try { f(); } finally { g(); }"] },
      { code: body("using a = open();"), at: ["using a = open();"] },
    ],
    pass: [
      {
        code:
          "export function f(n: number): void { if (n < 0) refuse(n); }\n// @cold: throws\nfunction refuse(n: number): never { throw new RangeError(`${n}`); }",
      },
      {
        code:
          "class A { constructor(n: number) { if (n < 0) throw new RangeError('n'); } static { try { f(); } catch { g(); } } }",
      },
      { code: "if (broken) throw new Error('broken');" },
      { code: body("throw error;"), file: "runtime/a.ts" },
    ],
  },

  "no-async": {
    fail: [
      { code: "export async function f(): Made {}", at: ["async function f(): Made {}"] },
      { code: "class A { async m() {} }", at: ["async m() {}"] },
      { code: "// @cold: even so\nexport const f = async () => {};", at: ["async () => {}"] },
      { code: "await start();", at: ["await start()"] },
      { code: cold("for await (const a of b) f(a);"), at: ["for await (const a of b) f(a);"] },
      {
        code: body("setTimeout(f, 1); queueMicrotask(f); globalThis.setInterval(f, 1);"),
        at: [
          "setTimeout",
          "queueMicrotask",
          "globalThis.setInterval",
        ],
      },
      { code: 'import { setTimeout as later } from "node:timers";\nexport function f() { later(f, 1); }', at: [] },
      {
        code: 'import { setTimeout } from "node:timers";\nexport function f() { setTimeout(f, 1); }',
        at: ["setTimeout"],
      },
      { code: cold("Promise.resolve(n);"), at: ["Promise"] },
      { code: cold("import('./a.ts');"), at: ["import('./a.ts')"] },
      { code: body("f().then(g);"), at: ["f().then(g)"] },
      { code: body("Atomics.waitAsync(a, 0, 0);"), at: ["Atomics.waitAsync(a, 0, 0)"] },
      { code: "export interface A { m(): Promise<void>; }", at: ["Promise<void>"] },
      {
        code: "// @hot\nasync function f() { await g(); }",
        at: ["async function f() { await g(); }", "await g()"],
        file: "demo/a.ts",
      },
    ],
    pass: [
      { code: body("poll(n); scheduler.setTimeout(f);") },
      { code: "export function f(setTimeout: Later, Promise: number): void { setTimeout(Promise); }" },
      { code: "export async function f(): Promise<void> { await g(); setTimeout(g, 1); }", file: "demo/a.ts" },
    ],
  },

  "no-console": {
    fail: [
      { code: body("console.log(n);"), at: ["console"] },
      { code: cold("console.log(n);"), at: ["console"] },
      { code: "globalThis.console.log(1);", at: ["globalThis.console"] },
      { code: "const { console: c } = globalThis;", at: ["console"] },
      { code: body("Deno.stdout.writeSync(a);"), at: ["Deno.stdout"] },
      { code: "// @hot\nfunction f() { console.log(1); }", at: ["console"], file: "control/a.ts" },
    ],
    pass: [
      { code: body("this.console.log(n);") },
      { code: "export function f(console: Panel): void { console.log(1); }" },
      { code: "interface A { console: Panel }" },
      { code: "function f() { console.log(1); }", file: "control/a.ts" },
    ],
  },

  "no-wall-clock": {
    fail: [
      { code: body("keep(Date.now());"), at: ["Date"] },
      { code: cold("keep(new Date());"), at: ["Date"] },
      { code: "const now = Date.now;", at: ["Date"] },
      { code: "const clock = { Date };", at: ["Date"] },
      { code: body("keep(performance.now());"), at: ["performance"] },
      {
        code: 'import { performance } from "node:perf_hooks";\nexport const T = performance.now();',
        at: ["performance"],
      },
      { code: body('keep(globalThis["Date"].now());'), at: ['globalThis["Date"]'] },
      { code: body("keep(Temporal.Now.instant());"), at: ["Temporal"] },
      { code: "declare const Date: Made;\nexport function f() { return Date.now(); }", at: ["Date"] },
      { code: "function g(Date: Made) { Date.now(); }\nexport function f() { return Date.now(); }", at: ["Date"] },
      { code: "// @hot\nfunction f() { return Date.now(); }", at: ["Date"], file: "control/a.ts" },
    ],
    pass: [
      { code: body("keep(clock.now(), order.Date);") },
      { code: "export function f(a: Date): Date { return a; }" },
      { code: "export function f(): number { const Date = clock; return Date.now(); }" },
      { code: "function f() { return Date.now() + performance.now(); }", file: "control/a.ts" },
    ],
  },

  "no-randomness": {
    fail: [
      { code: body("keep(Math.random());"), at: ["Math.random"] },
      { code: cold("keep(Math['random']());"), at: ["Math['random']"] },
      { code: "const { random } = Math;", at: ["random"] },
      { code: body("crypto.getRandomValues(words);"), at: ["crypto"] },
      { code: body("keep(globalThis.crypto.randomUUID());"), at: ["globalThis.crypto"] },
      { code: "// @hot\nfunction f() { return Math.random(); }", at: ["Math.random"], file: "control/a.ts" },
    ],
    pass: [
      { code: body("keep(Math.imul(n, 3), generator.random());") },
      { code: "const { imul } = Math;" },
      { code: "export function f(Math: Generator): number { return Math.random(); }" },
      { code: "function f() { return Math.random(); }", file: "demo/a.ts" },
    ],
  },

  "no-config-branch": {
    fail: [
      { code: body("if (sink) keep(n);"), at: ["sink"] },
      { code: body("if (this.#sink !== null) keep(n);"), at: ["this.#sink !== null"] },
      { code: body("this._sink?.observe(n);"), at: ["this._sink"] },
      { code: body("this.onEvent?.(n);"), at: ["this.onEvent"] },
      { code: body("sink && sink.observe(n);"), at: ["sink"] },
      { code: body("keep(sink ? 1 : 2);"), at: ["sink"] },
      { code: body("keep(metricsSink ?? NULL_SINK);"), at: ["metricsSink"] },
      { code: body("this.sink ??= made;"), at: ["this.sink"] },
      { code: body("if (typeof logger === 'object' && n > 0) keep(n);"), at: ["typeof logger === 'object' && n > 0"] },
      { code: body("if (this.config.fast) keep(n);"), at: ["this.config.fast"] },
      { code: body("if (n > options.limit) keep(n);"), at: ["n > options.limit"] },
      { code: body("while (n < settings.get('limit')) keep(n);"), at: ["n < settings.get('limit')"] },
      { code: body("for (let i = 0; i < ringOptions.size; i++) keep(i);"), at: ["i < ringOptions.size"] },
      { code: body("switch (CONFIG.mode) { case 1: keep(n); }"), at: ["CONFIG.mode"] },
      { code: body("if (!isTracingEnabled) keep(n);"), at: ["!isTracingEnabled"] },
      { code: body("if (Boolean(sink)) keep(n);"), at: ["Boolean(sink)"] },
      { code: body("const s = this.sink; const t = s; if (t) keep(n);"), at: ["t"] },
      { code: body("keep(options?.limit);"), at: ["options"] },
      { code: "// @hot\nfunction f() { if (sink) keep(1); }", at: ["sink"], file: "control/a.ts" },
    ],
    pass: [
      { code: body("sink.observe(n); if (n > this.limit) keep(n);") },
      { code: body("if (sink.observe(n) < 0) keep(n);") },
      { code: body("const status = sink.observe(n); let loop = loop; if (status < 0 || loop) keep(n);") },
      { code: body("if (publish(ring, sink) < 0) keep(n);") },
      { code: body("if (ring.head === ring.cursor) keep(sink, options);") },
      { code: body("if (sinkOffset > 0 && offline) keep(once);") },
      { code: cold("if (sink && options.fast) keep(sink?.observe);") },
      {
        code:
          "class A { constructor(options: Options) { this.sink = options.sink ?? NULL_SINK; if (options.fast) f(); } }",
      },
      { code: "function f() { if (sink) keep(1); }", file: "control/a.ts" },
    ],
  },

  "shared-memory-kernel": {
    fail: [
      { code: "export function f(a: A) { return a.words[0]; }", at: ["a.words[0]"], file: "core/bus/shared/ring.ts" },
      {
        code: "class A { constructor() { this._words[0] = 1; } }",
        at: ["this._words[0]"],
        file: "core/bus/shared/ring.ts",
      },
      {
        code: "function f() { const w = this.#memory!; const v = w; v[1]++; }",
        at: ["v[1]"],
        file: "core/bus/shared/ring.ts",
      },
      {
        code: "function f() { slots.set(a); slots.at(0); }",
        at: ["slots.set", "slots.at"],
        file: "core/bus/shared/ring.ts",
      },
      {
        code: "export function f(a: A) { return a.words[0]; }",
        at: ["a.words[0]"],
        file: "core/bus/shared/consumer.ts",
      },
      {
        code: "export function f() { return Atomics.load(w, 0); }",
        at: ["Atomics.load"],
        file: "core/bus/shared/ring.ts",
      },
      {
        code: "export function f() { return Atomics.load(w, 0); }",
        at: ["Atomics.load"],
        file: "core/ingest/ingest.ts",
      },
      { code: "const { load } = Atomics;", at: ["{ load } = Atomics"], file: "core/bus/shared/ring.ts" },
    ],
    pass: [
      {
        code: "export function f() { return Atomics.load(words, 0) + words[1]; }",
        file: "core/bus/shared/kernel/shared_kernel.ts",
      },
      { code: "export function f() { return Atomics.load(word, 0); }", file: "core/state/lifecycle.ts" },
      {
        code: "export function f(a: A) { return a.words.length + this.payload[0] + a['words'].buffer; }",
        file: "core/bus/shared/ring.ts",
      },
      { code: "export function f(a: A) { return a.words[0]; }", file: "core/bus/local/ring_buffer.ts" },
      { code: "export function f() { return Atomics.load(words, 0); }", file: "demo/a.ts" },
    ],
  },

  "import-floors": {
    fail: [
      { code: 'import { A } from "../../control/mod.ts";', at: ['import { A } from "../../control/mod.ts";'] },
      { code: 'import type { A } from "../../runtime/a.ts";', at: ['import type { A } from "../../runtime/a.ts";'] },
      { code: 'export * from "../../control/a.ts";', at: ['export * from "../../control/a.ts";'] },
      { code: 'export { type A } from "../../config/a.ts";', at: ['export { type A } from "../../config/a.ts";'] },
      { code: 'const a = import("../../demo/a.ts");', at: ['import("../../demo/a.ts")'] },
      { code: "const a = import(name);", at: ["import(name)"] },
      { code: "const a = import(name);", at: ["import(name)"], file: "demo/a.ts" },
      { code: 'type A = import("../../control/a.ts").A;', at: ['import("../../control/a.ts").A'] },
      { code: 'import a = require("../../control/a.ts");', at: ['require("../../control/a.ts")'] },
      {
        code: 'const a = import.meta.resolve("../../control/a.ts");',
        at: ['import.meta.resolve("../../control/a.ts")'],
      },
      {
        code: 'const a = new URL("../../control/a.ts", import.meta.url);',
        at: ['new URL("../../control/a.ts", import.meta.url)'],
      },
      {
        code: '/// <reference path="../../control/a.d.ts" />\nexport {};',
        at: ['/// <reference path="../../control/a.d.ts" />'],
      },
      { code: 'import { A } from "../../mod.ts";', at: ['import { A } from "../../mod.ts";'] },
      { code: 'import "../../../core/a.ts";', at: ['import "../../../core/a.ts";'] },
      { code: 'import "../../unknown/a.ts";', at: ['import "../../unknown/a.ts";'] },
      ...["@std/assert", "npm:denque", "jsr:@std/assert", "node:process", "https://example.com/a.ts", "#internal"]
        .flatMap((name) =>
          ["core/a.ts", "control/a.ts", "runtime/a.ts", "config/a.ts", "mod.ts"].map((file) => ({
            code: `import "${name}";`,
            at: [`import "${name}";`],
            file,
          }))
        ),
      { code: 'import "file:///core/a.ts";', at: ['import "file:///core/a.ts";'], file: "demo/a.ts" },
      { code: 'import "/core/a.ts";', at: ['import "/core/a.ts";'], file: "demo/a.ts" },
      { code: 'import "../runtime/a.ts";', at: ['import "../runtime/a.ts";'], file: "control/a.ts" },
      { code: 'import "../config/a.ts";', at: ['import "../config/a.ts";'], file: "control/a.ts" },
      { code: 'import "../control/a.ts";', at: ['import "../control/a.ts";'], file: "runtime/a.ts" },
      { code: 'import "../control/a.ts";', at: ['import "../control/a.ts";'], file: "config/a.ts" },
      { code: 'import "./control/mod.ts";', at: ['import "./control/mod.ts";'], file: "mod.ts" },
      // The demo is a user of the library, and reaches no module behind an entry point.
      ...["core/mod.ts", "core/bus/a.ts", "control/metrics/a.ts", "runtime/warmup/a.ts", "config/a.ts"].map((path) => ({
        code: `import type { A } from "../../${path}";`,
        at: [`import type { A } from "../../${path}";`],
        file: "demo/live/a.ts",
      })),
      { code: 'import "../mod.ts";', at: ['import "../mod.ts";'], file: "control/metrics/a.ts" },
      {
        code: 'import type { ChaosSystem } from "../world/chaos_system.ts";',
        at: ['import type { ChaosSystem } from "../world/chaos_system.ts";'],
        file: "tests/chaos/model/a.ts",
      },
      {
        code: 'import type { EventBytes } from "../../../demo/system/event_bytes.ts";',
        at: ['import type { EventBytes } from "../../../demo/system/event_bytes.ts";'],
        file: "tests/chaos/model/a.ts",
      },
      {
        code: 'import { EventLog } from "../../../core/bus/event_log.ts";',
        at: ['import { EventLog } from "../../../core/bus/event_log.ts";'],
        file: "tests/chaos/model/a.ts",
      },
      {
        code: 'import { type EventView, makeView } from "../../../core/bus/event_slot.ts";',
        at: ['import { type EventView, makeView } from "../../../core/bus/event_slot.ts";'],
        file: "tests/chaos/model/a.ts",
      },
      {
        code: 'import { isTransitionAllowed, LifecycleState } from "../../../core/state/lifecycle_state.ts";',
        at: ['import { isTransitionAllowed, LifecycleState } from "../../../core/state/lifecycle_state.ts";'],
        file: "tests/chaos/model/a.ts",
      },
      {
        code: 'import * as states from "../../../core/state/lifecycle_state.ts";',
        at: ['import * as states from "../../../core/state/lifecycle_state.ts";'],
        file: "tests/chaos/model/a.ts",
      },
      {
        code: 'import states from "../../../core/state/lifecycle_state.ts";',
        at: ['import states from "../../../core/state/lifecycle_state.ts";'],
        file: "tests/chaos/model/a.ts",
      },
      {
        code: 'import "../../../core/state/lifecycle_state.ts";',
        at: ['import "../../../core/state/lifecycle_state.ts";'],
        file: "tests/chaos/model/a.ts",
      },
      {
        code: 'export * from "../../../core/state/lifecycle_state.ts";',
        at: ['export * from "../../../core/state/lifecycle_state.ts";'],
        file: "tests/chaos/model/a.ts",
      },
      {
        code: 'export { isTransitionAllowed } from "../../../core/state/lifecycle_state.ts";',
        at: ['export { isTransitionAllowed } from "../../../core/state/lifecycle_state.ts";'],
        file: "tests/chaos/model/a.ts",
      },
      {
        code: 'const a = await import("../../../core/bus/poll_status.ts");',
        at: ['import("../../../core/bus/poll_status.ts")'],
        file: "tests/chaos/model/a.ts",
      },
      {
        code: 'import { scheduleOf } from "../plan/chaos_plan.ts";',
        at: ['import { scheduleOf } from "../plan/chaos_plan.ts";'],
        file: "tests/chaos/model/a.ts",
      },
      {
        code: 'import { assert } from "@std/assert";',
        at: ['import { assert } from "@std/assert";'],
        file: "tests/chaos/model/a.ts",
      },
      ...["tests", "tools", "bench"].map((floor) => ({
        code: `import "../${floor}/a.ts";`,
        at: [`import "../${floor}/a.ts";`],
        file: "demo/a.ts",
      })),
    ],
    pass: [
      { code: 'import { A } from "./a.ts"; export * from "../time/clock.ts"; type B = import("../../core/b.ts").B;' },
      {
        code:
          'const a = new URL("./kernel.wasm", import.meta.url); const b = new URL("npm:a"); const c = a.resolve("../../x");',
      },
      { code: 'import "../core/a.ts"; import "./metrics/a.ts";', file: "control/a.ts" },
      { code: 'import "../core/a.ts"; import "./warmup/a.ts";', file: "runtime/a.ts" },
      { code: 'import "../core/a.ts"; import "./defaults.ts";', file: "config/a.ts" },
      { code: 'export * from "./core/bus/mod.ts";', file: "mod.ts" },
      {
        code:
          'import "../mod.ts"; import "../control/mod.ts"; import "../config/mod.ts"; import "./b.ts"; import "@std/cli";',
        file: "demo/a.ts",
      },
      {
        code: 'import "../tools/lint/mod.ts"; import "../core/a.ts"; import "npm:fast-check";'.slice(
          0,
          -14,
        ),
        file: "tests/a.ts",
      },
      { code: 'import type { EventView } from "../../../core/bus/event_slot.ts";', file: "tests/chaos/model/a.ts" },
      {
        code: 'import { type HealthReport } from "../../../control/health/health_probe.ts";',
        file: "tests/chaos/model/a.ts",
      },
      {
        code: 'export type { HealthReport } from "../../../control/health/health_probe.ts";',
        file: "tests/chaos/model/a.ts",
      },
      { code: 'type A = import("../../../core/execution/ack.ts").Ack;', file: "tests/chaos/model/a.ts" },
      {
        code:
          'import { LIFECYCLE_STATE_NAMES as NAMES, LifecycleState, type LifecycleStateName } from "../../../core/state/lifecycle_state.ts";',
        file: "tests/chaos/model/a.ts",
      },
      {
        code: 'import { PollStatus } from "../../../core/bus/poll_status.ts"; import { demand } from "./violation.ts";',
        file: "tests/chaos/model/a.ts",
      },
      { code: 'import type { ChaosPlan } from "../plan/chaos_plan.ts";', file: "tests/chaos/model/a.ts" },
      { code: 'import "../control/a.ts";', file: "elsewhere/core/a.ts" },
      { code: "const a = await import(name); new Worker(new URL(name, import.meta.url));", file: "tests/a.ts" },
    ],
  },

  "floor-globals": {
    fail: [
      { code: body("Deno.exit();"), at: ["Deno"] },
      { code: "const now = process.hrtime;", at: ["process"] },
      { code: "globalThis.Deno.exit();", at: ["globalThis.Deno"] },
      {
        code: "const arch = (globalThis as { process?: { arch?: string } }).process?.arch;",
        at: ["(globalThis as { process?: { arch?: string } }).process"],
        file: "core/bus/a.ts",
      },
      { code: "const w = new Worker(url);", at: ["Worker"] },
      { code: "const w = new Worker(url);", at: ["Worker"], file: "core/time/a.ts" },
      { code: "const w = new Worker(url);", at: ["Worker"], file: "control/a.ts" },
    ],
    pass: [
      { code: "const library = Deno.dlopen(a, b); const now = process.hrtime;", file: "core/time/native_clock.ts" },
      { code: "export function f(a: Deno.FsFile, b: { Deno: 1 }): void { b.Deno; }" },
      { code: "const w = new Worker(url); Deno.exit();", file: "demo/a.ts" },
      { code: "Deno.exit();", file: "control/a.ts" },
    ],
  },

  "no-circles": {
    fail: [
      {
        code: 'import { A } from "./y.ts";\nexport const B = A;',
        at: ['import { A } from "./y.ts";'],
        file: "core/bus/x.ts",
        before: { "core/bus/y.ts": 'import type { B } from "./x.ts";' },
      },
      {
        code: 'import type { A } from "../y.ts"; export * from "./w.ts"; export { C } from "./v.ts";',
        at: ['import type { A } from "../y.ts";', 'export * from "./w.ts";', 'export { C } from "./v.ts";'],
        file: "demo/live/x.ts",
        before: {
          "demo/y.ts": 'import { C } from "./z.ts";',
          "demo/z.ts": 'export type B = import("./live/x.ts").B;',
          "demo/live/w.ts": 'const b = await import("./x.ts");',
          "demo/live/v.ts": 'export { B as C } from "./x.ts";',
        },
      },
      { code: 'import { A } from "./x.ts";', at: ['import { A } from "./x.ts";'], file: "tests/x.ts" },
    ],
    pass: [
      {
        code: 'import { A } from "./y.ts"; import { B } from "./z.ts";',
        file: "core/bus/x.ts",
        before: { "core/bus/y.ts": 'import { C } from "./z.ts";', "core/bus/z.ts": "export const B = 1;" },
      },
      { code: 'import { A } from "./y.ts";', file: "core/bus/x.ts", before: { "core/bus/y.ts": "" } },
      { code: 'import { A } from "./x.ts";', file: "elsewhere/x.ts" },
      { code: 'new Worker(new URL("./x.ts", import.meta.url));', file: "demo/x.ts" },
    ],
  },
};
