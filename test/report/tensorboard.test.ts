/**
 * Event files read back by Debian's Python: records and their checksums by a reader written here
 * from the published format (with a CRC-32C bit by bit, no table), and `Event` by Google's own
 * protocol buffers, from the fields of event.proto and summary.proto.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tensorboardFiles } from "../../src/report/exports/tensorboard.js";
import { compareOutput } from "../../src/study/results/output.js";
import { havePython } from "../oracles.js";
import { runPython } from "../python.js";
import { madeUp } from "./made-up-report.js";

const reader = `
import json, struct, sys
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

def crc32c(data):
    crc = 0xffffffff
    for byte in data:
        for bit in range(8):
            crc = (crc >> 1) ^ (0x82f63b78 if (crc ^ (byte >> bit)) & 1 else 0)
    return crc ^ 0xffffffff

assert crc32c(b"123456789") == 0xe3069283
masked = lambda data: (((c := crc32c(data)) >> 15 | c << 17 & 0xffffffff) + 0xa282ead8) & 0xffffffff

F = descriptor_pb2.FieldDescriptorProto
file = descriptor_pb2.FileDescriptorProto(name="event.proto", package="tb", syntax="proto3")
def message(name, *fields):
    m = file.message_type.add(name=name)
    for number, field, kind, label, of in fields:
        m.field.add(name=field, number=number, type=kind, label=label, **({"type_name": of} if of else {}))
message("Value", (1, "tag", F.TYPE_STRING, 1, None), (2, "simple_value", F.TYPE_FLOAT, 1, None))
message("Summary", (1, "value", F.TYPE_MESSAGE, 3, ".tb.Value"))
message("Event", (1, "wall_time", F.TYPE_DOUBLE, 1, None), (2, "step", F.TYPE_INT64, 1, None),
        (3, "file_version", F.TYPE_STRING, 1, None), (5, "summary", F.TYPE_MESSAGE, 1, ".tb.Summary"))
pool = descriptor_pool.DescriptorPool()
pool.Add(file)
Event = message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName("tb.Event"))

data = open(sys.argv[1], "rb").read()
at, events = 0, []
while at < len(data):
    (length,) = struct.unpack_from("<Q", data, at)
    assert struct.unpack_from("<I", data, at + 8)[0] == masked(data[at:at + 8])
    body = data[at + 12:at + 12 + length]
    assert len(body) == length
    assert struct.unpack_from("<I", data, at + 12 + length)[0] == masked(body)
    event = Event.FromString(body)
    events.append({"time": event.wall_time, "step": event.step, "version": event.file_version,
                   "values": {v.tag: v.simple_value for v in event.summary.value}})
    at += 16 + length
print(json.dumps(events))
`;

interface ReadEvent {
  readonly time: number;
  readonly step: number;
  readonly version: string;
  readonly values: Readonly<Record<string, number>>;
}

const outcome = madeUp();
const { runs } = compareOutput(outcome);
const files = tensorboardFiles(outcome, 1000);

test.runIf(havePython("google.protobuf"))("a run's file has its epochs' figures", () => {
  const folder = mkdtempSync(join(tmpdir(), "stepzero-tensorboard-"));
  try {
    const run = runs.find(({ method, seed, model }) => method === "orthogonal" && seed === 2 && model === "mlp")!;
    const file = files.find(({ path }) => path.startsWith("glyphs/mlp/orthogonal/seed-2/"))!;
    expect(file.path).toMatch(/\/events\.out\.tfevents\.0000001000\.stepzero$/);
    writeFileSync(join(folder, "events"), file.content);
    const [version, ...events] = JSON.parse(runPython(reader, [join(folder, "events")])) as ReadEvent[];
    expect(version).toEqual({ time: 1000, step: 0, version: "brain.Event:2", values: {} });
    expect(events).toEqual(
      run.epochs.map(({ epoch, testAccuracy, trainAccuracy, testLoss, trainLoss }, i) => ({
        time: 1000 + 1.5 * (i + 1),
        step: epoch,
        version: "",
        values: {
          "accuracy/test": Math.fround(testAccuracy),
          "accuracy/train_running": Math.fround(trainAccuracy),
          "loss/test": Math.fround(testLoss),
          "loss/train_running": Math.fround(trainLoss),
        },
      })),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("every run has a folder of its own, with a name that any file system takes", () => {
  expect(files).toHaveLength(runs.length);
  const folders = files.map(({ path }) => path.slice(0, path.lastIndexOf("/")));
  expect(new Set(folders).size).toBe(folders.length);
  for (const folder of folders) expect(folder).toMatch(/^[\w=,.+-]+(\/[\w=,.+-]+){3}$/);
});
