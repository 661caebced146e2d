import { assert, assertEquals } from "@std/assert";
import { runModule } from "./_surroundings.ts";

// Two proofs that the wall clock does not reach a clock of real time:
//   - no JavaScript source of wall time is asked: all of them throw while the clocks are read;
//   - the C library under the whole process answers every question for the time of day with months more or less than the
//     last, and the clocks do not notice. Only Linux lets a library be put in place of another like this. For the other
//     systems, native_source_test.ts proves which clock is asked for.

const granted = (name: "ffi" | "run" | "write") => Deno.permissions.querySync({ name }).state === "granted";
const flags = granted("ffi") ? ["--allow-ffi"] : [];

const readings = `
  import { createClock } from ${JSON.stringify(new URL("../../../core/time/create_clock.ts", import.meta.url).href)};
  const clocks = ["hrtime", ${granted("ffi") ? '"native"' : ""}].map((request) => createClock(request).clock);
  function read() {
    for (const clock of clocks) {
      const first = clock.nowNs();
      let last = first;
      for (let n = 0; n < 20_000; n++) {
        const now = clock.nowNs();
        if (now < last || now - last > 3_600e9) throw new Error(\`\${clock.constructor.name}: \${last}, then \${now}\`);
        last = now;
      }
      console.log(clock.constructor.name, last > first ? "moves" : "stands");
    }
  }`;

const expected = `HrtimeClock moves\n${granted("ffi") ? "NativeClock moves\n" : ""}`;

Deno.test("clocks do not ask JavaScript for the time of day", { ignore: !granted("run") }, async () => {
  const output = await runModule(
    `${readings}
     const refuse = () => { throw new Error("asked for the time of day"); };
     globalThis.Date = class extends Date { constructor() { refuse(); } static now = refuse; };
     globalThis.Temporal = undefined;
     read();`,
    flags,
  );
  assertEquals(output, expected);
});

/**
 * Stands between a program and the C library. The time of day that it tells is ten million seconds ahead or behind, in turn.
 * A program that opens the C library by name is given the program itself, in which this library comes first.
 */
const JUMPING_WALL_CLOCK = `
  #define _GNU_SOURCE
  #include <dlfcn.h>
  #include <string.h>
  #include <sys/syscall.h>
  #include <sys/time.h>
  #include <time.h>
  #include <unistd.h>
  static long jump = 10000000;
  static long next(void) { return jump = -jump; }
  int clock_gettime(clockid_t id, struct timespec *at) {
    int answer = syscall(SYS_clock_gettime, id, at);
    if (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE) at->tv_sec += next();
    return answer;
  }
  int gettimeofday(struct timeval *at, void *zone) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    at->tv_sec = now.tv_sec;
    at->tv_usec = now.tv_nsec / 1000;
    return 0;
  }
  void *dlopen(const char *name, int flags) {
    void *(*open)(const char *, int) = dlsym(RTLD_NEXT, "dlopen");
    return open(name && strstr(name, "libc.so") ? 0 : name, flags);
  }
  time_t time(time_t *at) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (at) *at = now.tv_sec;
    return now.tv_sec;
  }`;

const compiler = granted("run") && granted("write") && Deno.build.os === "linux" && await hasCompiler();

Deno.test({
  name: `clocks do not notice that the system's wall clock jumps${compiler ? "" : " (needs Linux and a C compiler)"}`,
  ignore: !compiler,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      await Deno.writeTextFile(`${folder}/jump.c`, JUMPING_WALL_CLOCK);
      await cc("-shared", "-fPIC", "-o", `${folder}/jump.so`, `${folder}/jump.c`);
      const output = await runModule(
        `${readings}
         let forward = 0, backward = 0;
         for (let n = 0, last = Date.now(); n < 100; n++) {
           const now = Date.now();
           if (now - last > 1e9) forward++;
           if (now - last < -1e9) backward++;
           last = now;
         }
         console.log(forward > 20 && backward > 20 ? "the wall clock jumps" : "the wall clock stands firm");
         read();`,
        flags,
        { LD_PRELOAD: `${folder}/jump.so` },
      );
      assertEquals(output, `the wall clock jumps\n${expected}`);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

async function hasCompiler(): Promise<boolean> {
  try {
    await cc("--version");
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function cc(...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command("cc", { args, stdout: "null", stderr: "piped" }).output();
  assert(success, new TextDecoder().decode(stderr));
}
