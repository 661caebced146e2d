import { readDurations } from "../services/duration_table.ts";
import { MeasuredTimes } from "../services/measured_times.ts";
import type { FileFormats } from "./file_access.ts";
import { openRows } from "./row_reader.ts";

/** Every format there is: CSV and classic pcap; percentile tables and lists of durations. */
export const ALL_FORMATS: FileFormats = {
  openRows,
  readServiceTimes: (source, unit, draws) => {
    const { timesNs, upTo } = readDurations(source, unit);
    return new MeasuredTimes(timesNs, upTo, draws);
  },
};
