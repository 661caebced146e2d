// @ts-types="./duration.d.ts"
export * from "deno-std/fmt/duration.js";
