import { FeedError } from "../feed_error.ts";

/** A kind of file that is refused: how it begins, what it is, and the command that makes a file of it which is not. */
interface Refused {
  readonly magic: readonly number[];
  readonly what: string;
  /** Makes the command, given the path as a word of a shell. */
  readonly command: (file: string) => string;
}

const convert = (file: string) => `editcap -F pcap ${file} feed.pcap`;

const REFUSED: readonly Refused[] = [
  { magic: [0x0a, 0x0d, 0x0d, 0x0a], what: "a pcapng", command: convert },
  { magic: [0xa1, 0xb2, 0xcd, 0x34], what: "a modified pcap", command: convert },
  { magic: [0x34, 0xcd, 0xb2, 0xa1], what: "a modified pcap", command: convert },
  { magic: [0x73, 0x6e, 0x6f, 0x6f, 0x70, 0], what: "a snoop capture", command: convert },
  { magic: [0x1f, 0x8b], what: "a file compressed by gzip", command: (file) => `gunzip -k ${file}` },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], what: "a file compressed by zstd", command: (file) => `zstd -d ${file}` },
  { magic: [0x42, 0x5a, 0x68], what: "a file compressed by bzip2", command: (file) => `bunzip2 -k ${file}` },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], what: "a file compressed by xz", command: (file) => `unxz -k ${file}` },
  { magic: [0x04, 0x22, 0x4d, 0x18], what: "a file compressed by lz4", command: (file) => `lz4 -d ${file}` },
  { magic: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], what: "a 7z archive", command: (file) => `7z x ${file}` },
  { magic: [0x50, 0x4b, 0x03, 0x04], what: "a zip archive", command: (file) => `unzip ${file}` },
  {
    magic: [0xff, 0xfe],
    what: "a file in UTF-16",
    command: (file) => `iconv -f UTF-16 -t UTF-8 ${file} > feed-utf8.csv`,
  },
  {
    magic: [0xfe, 0xff],
    what: "a file in UTF-16",
    command: (file) => `iconv -f UTF-16 -t UTF-8 ${file} > feed-utf8.csv`,
  },
];

/** Bytes of the longest beginning by which a kind of file is known. */
export const MAGIC_BYTES = 6;

/**
 * Refuses files that are known not to be what is read, by how they begin, with the command that unpacks or converts them.
 *
 * @param file name of the file
 * @param bytes its beginning, at least {@linkcode MAGIC_BYTES} unless it is shorter
 * @param wanted what it must be
 * @throws {FeedError} if it is one of them
 */
export function checkFormat(file: string, bytes: Uint8Array, wanted: string): void {
  const found = REFUSED.find(({ magic }) => magic.every((byte, n) => bytes[n] === byte));
  if (found === undefined) return;
  const { what, command } = found;
  throw new FeedError(file, undefined, `must be ${wanted}, got ${what} (try: ${command(shellWord(file))})`);
}

/** A path as one word of a shell, behind `./` if it would be taken for an option. */
export function shellWord(path: string): string {
  const plain = path.startsWith("-") ? `./${path}` : path;
  return /^[\w./:@%+=-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", "'\\''")}'`;
}
