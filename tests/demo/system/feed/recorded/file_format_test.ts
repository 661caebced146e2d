import { assertEquals } from "@std/assert";
import { refusal } from "./_recorded.ts";

/** Files that are known by their first bytes: these, their name, what they are, and the command. */
const KNOWN: readonly (readonly [bytes: readonly number[], name: string, what: string, command: string])[] = [
  [[0x1f, 0x8b, 8, 0], "feed.csv.gz", "a file compressed by gzip", "gunzip -k feed.csv.gz"],
  [[0x28, 0xb5, 0x2f, 0xfd, 4], "feed.csv.zst", "a file compressed by zstd", "zstd -d feed.csv.zst"],
  [[0x42, 0x5a, 0x68, 0x39], "feed.csv.bz2", "a file compressed by bzip2", "bunzip2 -k feed.csv.bz2"],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], "feed.csv.xz", "a file compressed by xz", "unxz -k feed.csv.xz"],
  [[0x04, 0x22, 0x4d, 0x18], "feed.csv.lz4", "a file compressed by lz4", "lz4 -d feed.csv.lz4"],
  [[0x50, 0x4b, 3, 4], "feed.zip", "a zip archive", "unzip feed.zip"],
  [[0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], "feed.7z", "a 7z archive", "7z x feed.7z"],
  [[0x0a, 0x0d, 0x0d, 0x0a, 28], "my feed.pcapng", "a pcapng", "editcap -F pcap 'my feed.pcapng' feed.pcap"],
  [[0xa1, 0xb2, 0xcd, 0x34], "it's.pcap", "a modified pcap", "editcap -F pcap 'it'\\''s.pcap' feed.pcap"],
  [[0x34, 0xcd, 0xb2, 0xa1], "-f.pcap", "a modified pcap", "editcap -F pcap ./-f.pcap feed.pcap"],
  [[0x73, 0x6e, 0x6f, 0x6f, 0x70, 0, 0], "a.cap", "a snoop capture", "editcap -F pcap a.cap feed.pcap"],
  [[0xff, 0xfe, 0x31, 0], "feed.csv", "a file in UTF-16", "iconv -f UTF-16 -t UTF-8 feed.csv > feed-utf8.csv"],
  [[0xfe, 0xff, 0, 0x31], "feed.csv", "a file in UTF-16", "iconv -f UTF-16 -t UTF-8 feed.csv > feed-utf8.csv"],
];

Deno.test("a file that is packed or of another format is refused with the command that helps", () => {
  for (const [bytes, name, what, command] of KNOWN) {
    for (const chop of [1, Infinity]) {
      const message = refusal(Uint8Array.from(bytes), { chop }, name);
      assertEquals(message, `the file must be a CSV or a classic pcap, got ${what} (try: ${command})`);
    }
  }
});

Deno.test("a file that only begins a little like one of them is read as what it is", () => {
  assertEquals(refusal(Uint8Array.of(0x1f)), 'line 1: line must be text, a time and perhaps a size, got "\\u001f"');
  assertEquals(refusal("BZ\n").slice(0, 22), "line 1: header must be");
});
