/**
 * Allocations by the globals of the host: those of Deno, of the web platform and of Node that no standard of the
 * language has.
 *
 * Almost everything there answers with an object, a string or a promise, so a function counts as one that does, unless it
 * is named here.
 *
 * @module
 */

/** Names that the host gives to functions, constructors and objects of functions, in any engine that is supported. */
export const HOST_GLOBALS: ReadonlySet<string> = new Set(
  ("AbortController AbortSignal Blob BroadcastChannel Buffer ByteLengthQueuingStrategy Cache CacheStorage CloseEvent " +
    "CompressionStream CountQueuingStrategy Crypto CryptoKey CustomEvent DOMException DOMMatrix DOMMatrixReadOnly " +
    "DOMPoint DOMPointReadOnly DOMQuad DOMRect DOMRectReadOnly DecompressionStream Deno ErrorEvent Event EventSource " +
    "EventTarget File FileReader FormData Headers ImageBitmap ImageBitmapRenderingContext ImageData Location Lock " +
    "LockManager MessageChannel MessageEvent MessagePort Navigator NavigatorUAData OffscreenCanvas Performance " +
    "PerformanceEntry PerformanceMark PerformanceMeasure PerformanceObserver PerformanceObserverEntryList " +
    "ProgressEvent PromiseRejectionEvent QuotaExceededError ReadableByteStreamController ReadableStream " +
    "ReadableStreamBYOBReader ReadableStreamBYOBRequest ReadableStreamDefaultController ReadableStreamDefaultReader " +
    "Request Response Storage SubtleCrypto TextDecoder TextDecoderStream TextEncoder TextEncoderStream TransformStream " +
    "TransformStreamDefaultController URL URLPattern URLSearchParams WebSocket Window Worker WritableStream " +
    "WritableStreamDefaultController WritableStreamDefaultWriter atob btoa caches createImageBitmap fetch localStorage " +
    "location navigator process sessionStorage structuredClone").split(" "),
);

/** Functions of the host that make nothing, by the global, and by the class of their object. */
const HARMLESS: Readonly<Record<string, string>> = {
  AbortSignal: "throwIfAborted",
  Buffer:
    "isBuffer isEncoding byteLength compare at copy copyWithin equals fill includes indexOf lastIndexOf reverse " +
    "set swap16 swap32 swap64 " + bufferNumbers().join(" "),
  Event: "preventDefault stopPropagation stopImmediatePropagation",
  FormData: "has",
  Headers: "has",
  URL: "canParse revokeObjectURL",
  URLSearchParams: "has",
};

/** Getters of the host that make a string or an object each time. */
const GETS: Readonly<Record<string, string>> = {
  URL: "href origin protocol username password host hostname port pathname search hash",
};

/** The methods of a `Buffer` that read or write one number. */
function bufferNumbers(): string[] {
  const wide = ["Int16", "Int32", "UInt16", "UInt32", "Float", "Double", "Int", "UInt"].flatMap((kind) => [
    `${kind}LE`,
    `${kind}BE`,
  ]);
  return ["Int8", "UInt8", ...wide].flatMap((kind) => [`read${kind}`, `write${kind}`]);
}

/** Whether a function of a host global, or of its instances, makes something. */
export function hostAllocates(global: string, member: string): boolean {
  return !(HARMLESS[global] ?? "").split(" ").includes(member);
}

/** Whether a getter of an instance of a host class makes something. */
export function hostGets(global: string, member: string): boolean {
  return (GETS[global] ?? "").split(" ").includes(member);
}

/** Globals of the host that other rules of the law forbid, or that only stop, ask or answer with a number. */
export const OTHER_HOST_GLOBALS: ReadonlySet<string> = new Set(
  ("alert clearImmediate clearInterval clearTimeout close closed confirm console crypto performance prompt queueMicrotask " +
    "reportError setImmediate setInterval setTimeout").split(" "),
);
