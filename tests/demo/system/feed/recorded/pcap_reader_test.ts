import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { readRecorded, refusal } from "./_recorded.ts";

/** A packet of a capture. */
interface Packet {
  readonly seconds: number;
  readonly fraction: number;
  readonly captured: number;
  readonly length: number;
}

/** A capture, written as its specification says. */
interface Capture {
  readonly packets: readonly Packet[];
  readonly isNano?: boolean;
  readonly isLittleEndian?: boolean;
  readonly snaplen?: number;
  readonly linktype?: number;
  readonly major?: number;
}

function pcapOf(capture: Capture): Uint8Array {
  const { packets, isNano = true, isLittleEndian = true, snaplen = 65_535, linktype = 1, major = 2 } = capture;
  const bytes = new Uint8Array(24 + packets.reduce((sum, { captured }) => sum + 16 + captured, 0));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, isNano ? 0xa1b23c4d : 0xa1b2c3d4, isLittleEndian);
  view.setUint16(4, major, isLittleEndian);
  view.setUint16(6, 4, isLittleEndian);
  view.setUint32(16, snaplen, isLittleEndian);
  view.setUint32(20, linktype, isLittleEndian);
  let at = 24;
  for (const { seconds, fraction, captured, length } of packets) {
    [seconds, fraction, captured, length].forEach((word, n) => view.setUint32(at + 4 * n, word, isLittleEndian));
    bytes.fill(0xa1, at + 16, at + 16 + captured); // must not be taken for anything
    at += 16 + captured;
  }
  return bytes;
}

const packet = (seconds: number, fraction: number, captured = 4, length = captured): Packet => {
  return { seconds, fraction, captured, length };
};

/** A sorted capture. */
const capture = fc.record({
  isNano: fc.boolean(),
  isLittleEndian: fc.boolean(),
  snaplen: fc.constantFrom(0, 300, 65_535),
  linktype: fc.constantFrom(1, 0, 113, 276),
  first: fc.nat(2 ** 31 - 1),
  packets: fc.array(
    fc.record({ gap: fc.oneof(fc.nat(999_999), fc.nat(2 ** 31 - 1)), captured: fc.nat(300), more: fc.nat(9_000) }),
    { minLength: 1, maxLength: 30 },
  ),
}).map(({ packets, first, ...form }) => {
  const unit = form.isNano ? 1n : 1_000n;
  const perSecond = 1_000_000_000n / unit;
  let at = BigInt(first) * perSecond;
  const stamps = packets.map(({ gap }) => at += BigInt(gap));
  return {
    ...form,
    packets: packets.map(({ captured, more }, n) =>
      packet(Number(stamps[n] / perSecond), Number(stamps[n] % perSecond), captured, captured + more)
    ),
    expected: {
      times: stamps.map((stamp) => Number((stamp - stamps[0]) * unit)),
      sizes: packets.map(({ captured, more }) => captured + more),
      firstNs: String(stamps[0] * unit),
      lastNs: String(at * unit),
    },
  };
});

Deno.test("a pcap gives capture times and original lengths, in both units and byte orders, wherever buffers end", () => {
  fc.assert(fc.property(capture, fc.constantFrom(1, 3, 16, 17, Infinity), ({ expected, ...form }, chop) => {
    assertEquals(readRecorded(pcapOf(form), { chop }), expected);
  }));
});

Deno.test("packets larger than a buffer are skipped, and times go up to 2106", () => {
  const packets = [
    packet(4_294_967_294, 0, 700_000),
    packet(4_294_967_295, 999_999_999, 0, 1_500),
    packet(4_294_967_295, 999_999_999, 1),
  ];
  const { times, sizes, lastNs } = readRecorded(pcapOf({ packets, snaplen: 1_000_000 }));
  assertEquals([times, sizes], [[0, 1_999_999_999, 1_999_999_999], [700_000, 1_500, 1]]);
  assertEquals(lastNs, "4294967295999999999");
});

Deno.test("many packets in many buffers keep their times and lengths", () => {
  const packets = Array.from({ length: 20_000 }, (_, n) => packet(7, n, n % 97, n % 1_501));
  const { times, sizes } = readRecorded(pcapOf({ packets }));
  assert(times.length === 20_000 && times.every((time, n) => time === n && sizes[n] === n % 1_501));
});

Deno.test("a pcap is refused with its packet, the rule and the value", () => {
  const whole = pcapOf({ packets: [packet(1, 5), packet(1, 9, 10)] });
  const cut = (bytes: number) => whole.slice(0, whole.length - bytes);
  assertEquals(refusal(cut(1)), "packet 2: packet must have all its captured bytes, got 1 less: the file is cut off");
  assertEquals(refusal(cut(10)), "packet 2: packet must have all its captured bytes, got 10 less: the file is cut off");
  assertEquals(refusal(cut(11)), "packet 2: packet header must have 16 bytes, got 15: the file is cut off");
  assertEquals(refusal(cut(25)), "packet 2: packet header must have 16 bytes, got 1: the file is cut off");
  assertEquals(readRecorded(cut(26)).times, [0]);
  assertEquals(refusal(whole.slice(0, 24)), "the file must have arrivals, got a pcap without packets");
  assertEquals(refusal(whole.slice(0, 23)), "the file must have a pcap header of 24 bytes, got 23: it is cut off");
  assertEquals(refusal(whole.slice(0, 5)), "the file must have a pcap header of 24 bytes, got 5: it is cut off");

  const of = (packets: readonly Packet[], form: Partial<Capture> = {}) => refusal(pcapOf({ packets, ...form }));
  const before = "time must be at least 1000000005 ns, that of the packet before";
  assertEquals(
    of([packet(1, 5), packet(1, 4)]),
    `packet 2: ${before}, got 1000000004 ns (try: reordercap feed.csv feed.pcap)`,
  );
  assertEquals(
    of([packet(1, 1_000_000_000)]),
    "packet 1: fraction of a second must be below 1000000000 ns, got 1000000000",
  );
  assertEquals(
    of([packet(1, 1), packet(1, 1_000_000)], { isNano: false }),
    "packet 2: fraction of a second must be below 1000000 us, got 1000000",
  );
  assertEquals(
    of([packet(1, 1, 301)], { snaplen: 300 }),
    "packet 1: captured length must be at most the 300 bytes of the file's header, got 301",
  );
  assertEquals(
    of([packet(1, 1, 262_145)], { snaplen: 0 }),
    "packet 1: captured length must be at most the 262144 bytes of the file's header, got 262145",
  );
  assertEquals(
    of([packet(1, 0), packet(9_007_200, 254_740_992)]),
    "packet 2: time must be less than 2^53 ns after the first, 1000000000 ns, got 9007200254740992 ns",
  );
  assertEquals(of([packet(1, 1)], { major: 1 }), "the file must be a pcap of version 2, got version 1.4");
});

Deno.test("a pcap that is cut off at any byte but those between packets is refused", () => {
  const whole = pcapOf({ packets: [packet(1, 5), packet(1, 9, 10), packet(2, 0, 0)] });
  const ends = [24 + 20, 24 + 20 + 26, whole.length];
  for (let bytes = 0; bytes <= whole.length; bytes++) {
    const file = whole.slice(0, bytes);
    if (ends.includes(bytes)) assertEquals(readRecorded(file).times.length, ends.indexOf(bytes) + 1);
    else assert(refusal(file, { chop: 7 }).length > 10);
  }
});
