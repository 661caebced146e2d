import type { FeedSpecification, SystemSpecification } from "../../config/mod.ts";
import { feedOfSpecification } from "../system/feed/feed_of_specification.ts";
import { ALL_FORMATS } from "../system/feed/recorded/all_formats.ts";
import type { ByteSource } from "../system/feed/recorded/byte_source.ts";
import { type CommandWith, type InputFile, type InputOps, openInput } from "../terminal/files/input_file.ts";
import { planSystem } from "./simulate_system.ts";
import type { SimulationPlan } from "./simulation_pass.ts";

/** Opens the files of a system, and knows how much of them has been read. */
export class SystemFiles {
  declare private readonly _commandWith: CommandWith;
  declare private readonly _ops: InputOps;
  private readonly _recordings: InputFile[] = [];
  private _hasPackets = false;

  /**
   * Makes it; nothing is open yet.
   *
   * @param commandWith makes the command that works with a permission, for messages
   * @param ops how to get to files
   */
  constructor(commandWith: CommandWith, ops: InputOps) {
    this._commandWith = commandWith;
    this._ops = ops;
  }

  /** Opens a file that is read at once, such as measured service times. */
  open(path: string): ByteSource {
    return openInput(path, this._commandWith, this._ops);
  }

  /** Opens a recording. */
  openRecording(path: string): ByteSource {
    const input = openInput(path, this._commandWith, this._ops);
    this._recordings.push(input);
    return {
      name: input.name,
      read: (buffer) => {
        const isFirst = input.bytesRead === 0;
        const count = input.read(buffer);
        if (isFirst && isPcap(buffer.subarray(0, count))) this._hasPackets = true;
        return count;
      },
      close: () => input.close(),
    };
  }

  /** Whether a recording that has been read from is a capture. */
  get hasPackets(): boolean {
    return this._hasPackets;
  }

  /** Share of the recordings that has been read, from 0 to 1; undefined, where that is not known. */
  get share(): number | undefined {
    let [read, all] = [0, 0];
    for (const { bytes, bytesRead } of this._recordings) {
      if (bytes === undefined) return undefined;
      read += bytesRead;
      all += bytes;
    }
    return all === 0 ? undefined : read / all;
  }
}

/** The words that a classic capture begins with, in either byte order. */
const PCAP_MAGIC = [0xa1b2c3d4, 0xa1b23c4d];

function isPcap(bytes: Uint8Array): boolean {
  if (bytes.length < 4) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, 4);
  return PCAP_MAGIC.includes(view.getUint32(0, true)) || PCAP_MAGIC.includes(view.getUint32(0, false));
}

/**
 * Opens everything that a simulation needs, so that most of what can be refused is refused before anything runs.
 *
 * @param specification the system
 * @param commandWith makes the command that works with a permission, for messages
 * @param ops how to get to files
 * @throws {UsageError} or {FeedError} if a file cannot be used
 */
export function planSimulation(
  specification: SystemSpecification,
  commandWith: CommandWith,
  ops: InputOps,
): SimulationPlan {
  const { duration } = specification;
  const files = new SystemFiles(commandWith, ops);
  return {
    ...planSystem(specification, {
      feed: feedOfSpecification(specification.feed, specification, {
        open: (path) => files.openRecording(path),
        formats: ALL_FORMATS,
      }),
      files: { open: (path) => files.open(path), formats: ALL_FORMATS },
    }),
    isPackets: () => files.hasPackets,
    share: (events, simulatedNs) => {
      if (isRecorded(specification.feed)) return files.share;
      const ofEvents = eventsOf(specification.feed);
      if (ofEvents !== undefined) return events / ofEvents;
      return duration === undefined ? undefined : simulatedNs / duration;
    },
  };
}

function isRecorded(feed: FeedSpecification): boolean {
  return feed.model === "merged" ? feed.feeds.some(isRecorded) : feed.model === "recorded";
}

function eventsOf(feed: FeedSpecification): number | undefined {
  return "events" in feed ? feed.events : undefined;
}
