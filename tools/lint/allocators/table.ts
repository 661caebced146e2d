/**
 * Allocations by every function of the language: the table behind `hot-path/no-allocation`.
 *
 * It names every function, method and getter that the engine has, and a test walks through the running engine and fails
 * for one that is missing here. Another test calls each of them and measures what it leaves on the heap.
 *
 * @module
 */

/** The members of one object of the language, by what they do. Names are parted by spaces; `@@` begins a symbol's. */
export interface Members {
  /** Functions that make an object, a string or a BigInt: always, or for some arguments, or when what they fill grows. */
  readonly allocates?: string;
  /** Functions that make nothing. */
  readonly harmless?: string;
  /** Getters that make something; all others make nothing. */
  readonly gets?: string;
}

/** A constructor or namespace of the language. */
export interface Intrinsic {
  /** Whether calling it without `new` makes something. Absent if it is no function, or throws. */
  readonly call?: boolean;
  /** Its own members. */
  readonly own?: Members;
  /** Members of its instances. */
  readonly instance?: Members;
  /** The name of the intrinsic that its instances have further members from. */
  readonly inherits?: string;
}

const ERROR: Intrinsic = { call: true, inherits: "Error" };
const TYPED_ARRAY: Intrinsic = { own: { allocates: "of from" }, inherits: "TypedArray" };
const ITERATOR: Intrinsic = { instance: { allocates: "next return throw" }, inherits: "Iterator" };
const TEMPORAL: Intrinsic = {
  own: { allocates: "from fromEpochMilliseconds fromEpochNanoseconds", harmless: "compare" },
  instance: {
    allocates:
      "abs add getTimeZoneTransition negated round since startOfDay subtract toInstant toJSON toLocaleString " +
      "toPlainDate toPlainDateTime toPlainMonthDay toPlainTime toPlainYearMonth toString toZonedDateTime " +
      "toZonedDateTimeISO until with withCalendar withPlainTime withTimeZone",
    harmless: "equals total valueOf",
    gets: "calendarId epochNanoseconds era monthCode offset timeZoneId",
  },
};
const FORMAT = "resolvedOptions format formatToParts formatRange formatRangeToParts";

/** Every object of ECMAScript and of its neighbours Intl and WebAssembly. */
export const LANGUAGE: Readonly<Record<string, Intrinsic>> = {
  AggregateError: ERROR,
  Array: {
    call: true,
    own: { allocates: "from fromAsync of", harmless: "isArray" },
    instance: {
      allocates: "concat push unshift slice sort splice join keys entries values filter flat flatMap map toReversed " +
        "toSorted toSpliced with toLocaleString toString @@iterator",
      harmless:
        "at copyWithin fill find findIndex findLast findLastIndex lastIndexOf pop reverse shift includes indexOf " +
        "forEach every some reduce reduceRight",
    },
  },
  ArrayBuffer: {
    own: { harmless: "isView" },
    instance: { allocates: "slice resize transfer transferToFixedLength" },
  },
  AsyncDisposableStack: { instance: { allocates: "use disposeAsync adopt defer move @@asyncDispose" } },
  Atomics: {
    own: {
      // A wait allocates nothing, and blocks.
      allocates: "waitAsync",
      harmless: "load store add sub and or xor exchange compareExchange isLockFree wait notify pause",
    },
  },
  BigInt: {
    call: true,
    own: { allocates: "asUintN asIntN" },
    instance: { allocates: "toLocaleString toString", harmless: "valueOf" },
  },
  BigInt64Array: { ...TYPED_ARRAY, inherits: "BigIntTypedArray" },
  // Its elements are BigInts, so that reading one makes one.
  BigIntTypedArray: { instance: { allocates: "at" }, inherits: "TypedArray" },
  BigUint64Array: { ...TYPED_ARRAY, inherits: "BigIntTypedArray" },
  Boolean: { call: false, instance: { harmless: "toString valueOf" } },
  DataView: {
    instance: {
      allocates: "getBigInt64 getBigUint64",
      harmless: "getInt8 setInt8 getUint8 setUint8 getInt16 setInt16 getUint16 setUint16 getInt32 setInt32 getUint32 " +
        "setUint32 getFloat16 setFloat16 getFloat32 setFloat32 getFloat64 setFloat64 setBigInt64 setBigUint64",
    },
  },
  Date: {
    call: true,
    own: { harmless: "now parse UTC" },
    instance: {
      allocates: "toString toDateString toTimeString toISOString toUTCString toGMTString toJSON toLocaleString " +
        "toLocaleDateString toLocaleTimeString toTemporalInstant @@toPrimitive",
      harmless: "getDate setDate getDay getFullYear setFullYear getHours setHours getMilliseconds setMilliseconds " +
        "getMinutes setMinutes getMonth setMonth getSeconds setSeconds getTime setTime getTimezoneOffset getUTCDate " +
        "setUTCDate getUTCDay getUTCFullYear setUTCFullYear getUTCHours setUTCHours getUTCMilliseconds " +
        "setUTCMilliseconds getUTCMinutes setUTCMinutes getUTCMonth setUTCMonth getUTCSeconds setUTCSeconds valueOf " +
        "getYear setYear",
    },
  },
  DisposableStack: { instance: { allocates: "use dispose adopt defer move @@dispose" } },
  Error: {
    call: true,
    own: { allocates: "captureStackTrace", harmless: "isError" },
    instance: { allocates: "toString" },
  },
  EvalError: ERROR,
  FinalizationRegistry: { instance: { allocates: "register", harmless: "unregister" } },
  Float16Array: TYPED_ARRAY,
  Float32Array: TYPED_ARRAY,
  Float64Array: TYPED_ARRAY,
  Function: {
    call: true,
    instance: { allocates: "bind toString", harmless: "apply call @@hasInstance", gets: "arguments" },
  },
  Generator: ITERATOR,
  Int16Array: TYPED_ARRAY,
  Int32Array: TYPED_ARRAY,
  Int8Array: TYPED_ARRAY,
  Intl: {
    own: {
      allocates: "getCanonicalLocales supportedValuesOf DateTimeFormat NumberFormat Collator PluralRules " +
        "RelativeTimeFormat ListFormat Locale DisplayNames Segmenter DurationFormat",
    },
  },
  "Intl.Collator": { own: { allocates: "supportedLocalesOf" }, instance: { allocates: "resolvedOptions" } },
  "Intl.DateTimeFormat": { own: { allocates: "supportedLocalesOf" }, instance: { allocates: FORMAT } },
  "Intl.DisplayNames": { own: { allocates: "supportedLocalesOf" }, instance: { allocates: "resolvedOptions of" } },
  "Intl.DurationFormat": { own: { allocates: "supportedLocalesOf" }, instance: { allocates: FORMAT } },
  "Intl.ListFormat": { own: { allocates: "supportedLocalesOf" }, instance: { allocates: FORMAT } },
  "Intl.Locale": {
    instance: {
      allocates:
        "toString maximize minimize getCalendars getCollations getHourCycles getNumberingSystems getTimeZones " +
        "getTextInfo getWeekInfo",
      gets: "language script region baseName calendar caseFirst collation firstDayOfWeek hourCycle numberingSystem " +
        "variants",
    },
  },
  "Intl.NumberFormat": { own: { allocates: "supportedLocalesOf" }, instance: { allocates: FORMAT } },
  "Intl.PluralRules": {
    own: { allocates: "supportedLocalesOf" },
    instance: { allocates: "resolvedOptions select selectRange" },
  },
  "Intl.RelativeTimeFormat": { own: { allocates: "supportedLocalesOf" }, instance: { allocates: FORMAT } },
  "Intl.Segmenter": { own: { allocates: "supportedLocalesOf" }, instance: { allocates: "resolvedOptions segment" } },
  Iterator: {
    own: { allocates: "from concat zip zipKeyed" },
    instance: {
      // Every function that uses an iterator makes a result object for each step.
      allocates: "next return throw reduce toArray forEach some every find map filter take drop flatMap @@dispose " +
        "@@asyncDispose",
      harmless: "@@iterator @@asyncIterator",
    },
  },
  JSON: { own: { allocates: "parse stringify rawJSON", harmless: "isRawJSON" } },
  Map: {
    own: { allocates: "groupBy" },
    instance: {
      // Removing makes a smaller table where few are left.
      allocates: "set delete clear entries keys values getOrInsert getOrInsertComputed @@iterator",
      harmless: "get has forEach",
    },
  },
  Math: {
    own: {
      allocates: "sumPrecise",
      harmless: "abs acos acosh asin asinh atan atanh atan2 ceil cbrt expm1 clz32 cos cosh exp floor fround f16round " +
        "hypot imul log log1p log2 log10 max min pow random round sign sin sinh sqrt tan tanh trunc",
    },
  },
  Number: {
    call: false,
    own: { harmless: "isFinite isInteger isNaN isSafeInteger parseFloat parseInt" },
    instance: { allocates: "toExponential toFixed toPrecision toString toLocaleString", harmless: "valueOf" },
  },
  Object: {
    call: true,
    own: {
      allocates:
        "assign getOwnPropertyDescriptor getOwnPropertyDescriptors getOwnPropertyNames getOwnPropertySymbols " +
        "preventExtensions seal create defineProperties defineProperty freeze setPrototypeOf keys entries fromEntries " +
        "values groupBy",
      harmless: "hasOwn is getPrototypeOf isExtensible isFrozen isSealed",
    },
    instance: {
      allocates: "__defineGetter__ __defineSetter__ toString toLocaleString",
      harmless: "hasOwnProperty __lookupGetter__ __lookupSetter__ isPrototypeOf propertyIsEnumerable valueOf",
    },
  },
  Promise: {
    own: { allocates: "all allSettled any race resolve reject withResolvers try allKeyed allSettledKeyed" },
    instance: { allocates: "then catch finally" },
  },
  Proxy: { own: { allocates: "revocable" } },
  RangeError: ERROR,
  ReferenceError: ERROR,
  Reflect: {
    own: {
      allocates: "defineProperty construct getOwnPropertyDescriptor ownKeys preventExtensions set setPrototypeOf",
      // A property that is deleted may turn the object into a dictionary; `delete` does the same.
      harmless: "deleteProperty apply get getPrototypeOf has isExtensible",
    },
  },
  RegExp: {
    call: true,
    own: {
      allocates: "escape",
      gets: "input $_ lastMatch $& lastParen $+ leftContext $` rightContext $' $1 $2 $3 $4 $5 " +
        "$6 $7 $8 $9",
    },
    instance: {
      allocates: "exec compile toString @@match @@matchAll @@replace @@split",
      harmless: "test @@search",
      gets: "flags",
    },
  },
  Set: {
    instance: {
      allocates: "add delete clear difference entries intersection symmetricDifference union values keys isSubsetOf " +
        "isSupersetOf isDisjointFrom @@iterator",
      harmless: "has forEach",
    },
  },
  SharedArrayBuffer: { instance: { allocates: "slice", harmless: "grow" } },
  String: {
    call: true,
    own: { allocates: "fromCharCode fromCodePoint raw" },
    instance: {
      allocates:
        "anchor at big blink bold charAt concat fixed fontcolor fontsize italics link match matchAll normalize " +
        "padEnd padStart repeat replace replaceAll search slice small split strike sub substr substring sup toWellFormed " +
        "trim trimStart trimLeft trimEnd trimRight toLocaleLowerCase toLocaleUpperCase toLowerCase toUpperCase @@iterator",
      harmless: "charCodeAt codePointAt endsWith includes indexOf isWellFormed lastIndexOf localeCompare startsWith " +
        "toString valueOf",
    },
  },
  SuppressedError: ERROR,
  Symbol: {
    call: true,
    own: { allocates: "for", harmless: "keyFor" },
    instance: { allocates: "toString", harmless: "valueOf @@toPrimitive" },
  },
  SyntaxError: ERROR,
  Temporal: {
    own: {
      allocates: "PlainDate PlainTime PlainDateTime ZonedDateTime Duration Instant PlainYearMonth PlainMonthDay",
    },
  },
  "Temporal.Duration": TEMPORAL,
  "Temporal.Instant": TEMPORAL,
  "Temporal.Now": {
    own: { allocates: "instant timeZoneId plainDateTimeISO zonedDateTimeISO plainDateISO plainTimeISO" },
  },
  "Temporal.PlainDate": TEMPORAL,
  "Temporal.PlainDateTime": TEMPORAL,
  "Temporal.PlainMonthDay": TEMPORAL,
  "Temporal.PlainTime": TEMPORAL,
  "Temporal.PlainYearMonth": TEMPORAL,
  "Temporal.ZonedDateTime": TEMPORAL,
  TypedArray: {
    own: { allocates: "of from" },
    instance: {
      // A callback is given each element as a value, and a double is boxed for that.
      allocates:
        "entries every filter find findIndex findLast findLastIndex forEach join keys map reduce reduceRight " +
        "slice some sort subarray toLocaleString toReversed toSorted toString values with @@iterator",
      harmless: "at copyWithin fill includes indexOf lastIndexOf reverse set",
      // A small array keeps its numbers inline, until its buffer is asked for.
      gets: "buffer",
    },
  },
  TypeError: ERROR,
  URIError: ERROR,
  Uint16Array: TYPED_ARRAY,
  Uint32Array: TYPED_ARRAY,
  Uint8Array: {
    own: { allocates: "of from fromBase64 fromHex" },
    instance: { allocates: "toBase64 setFromBase64 toHex setFromHex" },
    inherits: "TypedArray",
  },
  Uint8ClampedArray: TYPED_ARRAY,
  WeakMap: { instance: { allocates: "set delete getOrInsert getOrInsertComputed", harmless: "get has" } },
  WeakRef: { instance: { harmless: "deref" } },
  WeakSet: { instance: { allocates: "add delete", harmless: "has" } },
  WebAssembly: {
    own: {
      allocates: "compile instantiate compileStreaming instantiateStreaming Module Instance Table Memory Global Tag " +
        "Exception CompileError LinkError RuntimeError Suspending SuspendError promising validate",
    },
  },
  "WebAssembly.CompileError": ERROR,
  "WebAssembly.Exception": { instance: { allocates: "getArg", harmless: "is" } },
  "WebAssembly.Global": { instance: { allocates: "valueOf", gets: "value" } },
  "WebAssembly.Instance": {},
  "WebAssembly.JSTag": {},
  "WebAssembly.LinkError": ERROR,
  "WebAssembly.Memory": { instance: { allocates: "grow toFixedLengthBuffer toResizableBuffer" } },
  "WebAssembly.Module": { own: { allocates: "imports exports customSections" } },
  "WebAssembly.RuntimeError": ERROR,
  "WebAssembly.SuspendError": ERROR,
  "WebAssembly.Suspending": {},
  "WebAssembly.Table": { instance: { allocates: "grow", harmless: "set get" } },
  "WebAssembly.Tag": {},
  decodeURI: { call: true },
  decodeURIComponent: { call: true },
  encodeURI: { call: true },
  encodeURIComponent: { call: true },
  escape: { call: true },
  eval: { call: true },
  isFinite: { call: false },
  isNaN: { call: false },
  parseFloat: { call: false },
  parseInt: { call: false },
  unescape: { call: true },
};
