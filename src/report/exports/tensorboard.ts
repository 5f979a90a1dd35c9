/**
 * Runs as TensorBoard's event files. A file is a row of records (length as 8 bytes, its checksum,
 * an `Event` message, its checksum); `Event` and `Summary` are protocol buffers, of which only the
 * fields used here are written.
 */

import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { concatenate } from "../../graph/bytes.js";
import type { EpochResult } from "../../study/plan/cell.js";
import type { Outcome } from "../../study/results/outcome.js";
import { runRows } from "../../study/results/output.js";
import type { RunRow } from "../../study/results/schema.js";
import type { ReportFile } from "../report.js";
import { maskedCrc32c } from "./crc32c.js";

/** Tags of the figures; TensorBoard groups by the part before the slash. */
const tags = {
  testAccuracy: "accuracy/test",
  trainAccuracy: "accuracy/train_running",
  evalTrainAccuracy: "accuracy/train_evaluated",
  validationAccuracy: "accuracy/validation",
  testLoss: "loss/test",
  trainLoss: "loss/train_running",
  evalTrainLoss: "loss/train_evaluated",
  validationLoss: "loss/validation",
  metric: "metric/compared",
  validationMetric: "metric/validation",
} as const satisfies Partial<Record<keyof EpochResult, string>>;

/**
 * The event files of a study: a folder per run, `DATA/MODEL/METHOD/seed-N/`, with one event file.
 * Steps are epochs, from 1; accuracies are fractions.
 *
 * @param started time of the runs' first events, in seconds since 1970; each epoch adds its seconds
 */
export function tensorboardFiles({ problems, study }: Outcome, started: number): ReportFile[] {
  const taken = new Set<string>();
  return problems.flatMap((problem) =>
    runRows(problem, study.methods).map((run) => {
      const rate = run.learningRate === undefined ? [] : [`lr-${run.learningRate}`];
      const folder = [run.data, run.model, run.method, ...rate, `seed-${run.seed}`].map(folderName).join("/");
      // Two labels may differ only in characters that a folder's name cannot have.
      let free = folder;
      for (let i = 2; taken.has(free); i++) free = `${folder}-${i}`;
      taken.add(free);
      return {
        path: `${free}/events.out.tfevents.${String(Math.floor(started)).padStart(10, "0")}.stepzero`,
        content: eventFile(run, started),
      };
    }),
  );
}

function folderName(label: string): string {
  return label.replace(/[^\p{L}\p{N}=,.+-]+/gu, "_").replace(/^\.+/, "_");
}

function eventFile({ epochs }: RunRow, started: number): Uint8Array {
  let time = started;
  // By the format, the first event names its version.
  const events = [event(time).tag(3, WireType.LengthDelimited).string("brain.Event:2").finish()];
  for (const epoch of epochs) {
    time += epoch.seconds;
    const summary = new BinaryWriter();
    for (const [key, tag] of Object.entries(tags) as [keyof typeof tags, string][]) {
      const value = epoch[key];
      if (value === undefined || !Number.isFinite(value)) continue;
      // Summary.value: tag 1, simple_value 2.
      summary.tag(1, WireType.LengthDelimited).fork();
      summary.tag(1, WireType.LengthDelimited).string(tag).tag(2, WireType.Bit32).float(value).join();
    }
    events.push(
      event(time)
        .tag(2, WireType.Varint)
        .int64(epoch.epoch)
        .tag(5, WireType.LengthDelimited)
        .bytes(summary.finish())
        .finish(),
    );
  }
  return concatenate(events.map(record));
}

/** An Event with its wall_time. */
function event(time: number): BinaryWriter {
  return new BinaryWriter().tag(1, WireType.Bit64).double(time);
}

function record(data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 16);
  const view = new DataView(bytes.buffer);
  // Little-endian, 64 bits.
  view.setUint32(0, data.length, true);
  view.setUint32(8, maskedCrc32c(bytes.subarray(0, 8)), true);
  bytes.set(data, 12);
  view.setUint32(12 + data.length, maskedCrc32c(data), true);
  return bytes;
}
