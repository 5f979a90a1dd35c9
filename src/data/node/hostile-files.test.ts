/** Files that are made to fill the memory, to be read without end, or to be taken for others. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { constants, deflateRawSync, gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import type { ReadFiles } from "../../../test/data/read-files.js";
import { bytesArray, type TestEntry, zipOf } from "../../../test/data/zip.js";
import { haveShared, sharedDir } from "../../../test/oracles.js";

const folder = mkdtempSync(join(tmpdir(), "stepzero-hostile-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Reads files in another process; each in a folder of its own, as `names` may be equal. */
function readFiles(paths: readonly string[]): ReadFiles {
  const program = ["node_modules/jiti/lib/jiti-cli.mjs", "test/data/read-files.ts", ...paths];
  return JSON.parse(execFileSync(process.execPath, program, { encoding: "utf8" })) as ReadFiles;
}

let count = 0;
function write(name: string, content: string | Uint8Array, size?: number): string {
  const path = join(folder, String(count++), name);
  mkdirSync(dirname(path));
  writeFileSync(path, content);
  if (size !== undefined) truncateSync(path, size); // zeros that are not on the disk
  return path;
}

const [MB, GB] = [2 ** 20, 2 ** 30];

/** A deflate stream (RFC 1951) of `start` and then zeros, which a few kilobytes pack. */
function packedZeros(start: Uint8Array, megabytes: number): Buffer {
  const zeros = deflateRawSync(Buffer.alloc(MB), { finishFlush: constants.Z_FULL_FLUSH });
  const head = deflateRawSync(start, { finishFlush: constants.Z_FULL_FLUSH });
  const end = deflateRawSync(new Uint8Array());
  return Buffer.concat([head, ...new Array<Buffer>(megabytes).fill(zeros), end]);
}

const idxHeader = (...sizes: number[]) => {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.set([0, 0, 8, sizes.length]);
  for (const [axis, size] of sizes.entries()) header.writeUInt32BE(size, 4 + 4 * axis);
  return header;
};

/** A gzip file (RFC 1952) of an IDX header and then zeros; its own header may have a long name. */
function idxBomb(header: Uint8Array, nameLength: number): string {
  const start = Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 255]);
  const name = Buffer.concat([Buffer.alloc(nameLength, 0x6e), Buffer.alloc(1)]);
  return dirname(write("train-images-idx3-ubyte.gz", Buffer.concat([start, name, packedZeros(header, 1024)])));
}

/** An .npz with an x_train.npy of `size` bytes: an array's header and zeros. */
function npzBomb(shape: string, megabytes: number, labels: Uint8Array): string {
  const start = bytesArray(shape, new Uint8Array());
  const entries: TestEntry[] = [
    { name: "x_train.npy", content: start, packed: packedZeros(start, megabytes), size: start.length + megabytes * MB },
    { name: "y_train.npy", content: labels },
  ];
  return write("set.npz", zipOf(entries));
}

const threeLabels = bytesArray("(3,)", Uint8Array.of(0, 1, 0));
const pipe = join(folder, "pipe.csv");
spawnSync("mkfifo", [pipe]);
for (const [name, target] of [
  ["zero.csv", "/dev/zero"],
  ["zero.npz", "/dev/zero"],
  ["loop.csv", "loop.csv"],
] as const) {
  symlinkSync(target, join(folder, name));
}
mkdirSync(join(folder, "folder.npz"));

/** File, and a part of the message. */
const cases: readonly (readonly [name: string, path: string, message: string])[] = [
  ["1 GB behind an IDX header", idxBomb(idxHeader(60, 4, 4), 0), "more than the 976 bytes that its header promises"],
  [
    "the same, with a long name",
    idxBomb(idxHeader(60, 4, 4), 3 * MB),
    "more than the 976 bytes that its header promises",
  ],
  [
    "an IDX header that promises what the packed bytes cannot hold",
    idxBomb(idxHeader(0xffffffff, 1, 1), 0),
    "packed bytes cannot hold the 4294967311 bytes that its header promises",
  ],
  [
    "sizes of 2⁹⁶",
    idxBomb(idxHeader(0xffffffff, 0xffffffff, 0xffffffff), 0),
    "its header promises the sizes [4294967295,",
  ],
  [
    "3 GB of which an IDX header promises 976 bytes",
    dirname(write("train-images-idx3-ubyte", idxHeader(60, 4, 4), 3 * GB)),
    "it has 3221225472 bytes, and its header promises 976",
  ],
  ["no IDX file of 3 GB", dirname(write("train-images-idx3-ubyte", "", 3 * GB)), "it begins with 00 00 00 00"],
  [
    "2 GB of which an array's header promises five bytes",
    npzBomb("(5, 1)", 2048, threeLabels),
    "bytes, expected 74 for u1 [5, 1]",
  ],
  ["2 GB with three labels", npzBomb("(2147483648, 1)", 2048, threeLabels), "y_train in"],
  ["2 GB that are no samples", npzBomb("(2147483648,)", 2048, threeLabels), "is u1 [2147483648], expected [N, F]"],
  ["no archive of 6 GB", write("set.npz", "PK", 6 * GB), "its directory is missing"],
  [
    "a header beside the point",
    write("set.npz", zipOf([{ name: "x_train.npy", content: Buffer.from("no array") }])),
    "has no array y_train",
  ],
  ["zeros of 3 GB", write("table.csv", "a,label\n", 3 * GB), "row 2: the field that begins at character 8 has over"],
  ["one line of 50 MB", write("table.csv", "1,".repeat(25 * MB)), "over 1000000 fields in its first row"],
  [
    "a different label in each of two million rows",
    write("table.csv", `a,label\n${Array.from({ length: 2e6 }, (_, i) => `1,${i}\n`).join("")}`),
    "1001 different values in the first 1001 rows",
  ],
  ["a label of 50 MB", write("table.csv", `a,label\n1,${"x".repeat(50 * MB)}\n`), "has over 1048576 characters"],
  [
    "UTF-16 without a byte order mark",
    write("table.csv", Buffer.from("a,label\n1,x\n", "utf16le")),
    "has a zero at every second byte, as UTF-16 has, and no byte order mark. Say it: --encoding utf-16le.",
  ],
  [
    "UTF-16 that ends within a character",
    write("table.csv", Buffer.from("\uFEFFa,label\n1,x\n", "utf16le").subarray(0, -1)),
    "is no UTF-16LE (near byte 25)",
  ],
  [
    "Latin-1",
    write("table.csv", Buffer.from("a,label\n1,é\n", "latin1")),
    "is no UTF-8 (near byte 0). If older programs wrote it, in Latin-1 or Windows-1252: --encoding latin-1.",
  ],
  ["gzip", write("table.csv", gzipSync("a,label\n1,x\n")), "is no UTF-8 (near byte 0). It is packed by gzip"],
  ["a letter cut short", write("table.csv", Buffer.from("a,label\n1,é").subarray(0, -1)), "is no UTF-8"],
  [
    "bytes behind gzip data",
    dirname(write("train-images-idx3-ubyte.gz", Buffer.concat([gzipSync(idxHeader(0, 1, 1)), Buffer.alloc(9)]))),
    "9 bytes follow the end of its gzip data",
  ],
  ["a pipe", pipe, "is a pipe, expected a regular file. Save what it gives to a file first."],
  ["a device", join(folder, "zero.csv"), "is a device, expected a regular file."],
  ["a device as .npz", join(folder, "zero.npz"), "is a device, expected a regular file."],
  ["a link to itself", join(folder, "loop.csv"), "There is no file or folder"],
  ["a folder named .npz", join(folder, "folder.npz"), "The folder"],
];

describe("hostile files", () => {
  it("are refused by name, in less than 256 MB", () => {
    const { outcomes, memory } = readFiles(cases.map(([, path]) => path));
    for (const [i, [name, path, message]] of cases.entries()) {
      expect(outcomes[i], name).toContain(message);
      expect(outcomes[i], name).toContain(path);
    }
    expect(memory).toBeLessThan(256 * MB);
  }, 120_000);

  it.skipIf(!haveShared("cases/hostile"))(
    "of reports are refused, in less than 256 MB",
    () => {
      const shared = (name: string) => join(sharedDir, "cases/hostile", name);
      const bomb = join(folder, "of-reports");
      mkdirSync(bomb);
      symlinkSync(
        join(process.cwd(), shared("gz-bomb-1GB-train-images-idx3-ubyte.gz")),
        join(bomb, "train-images-idx3-ubyte.gz"),
      );
      const expected: readonly (readonly [string, string])[] = [
        [bomb, "more than the 976 bytes that its header promises"],
        [shared("bomb-2GB-badheader.npz"), "has no array y_train"],
        [shared("dup-x.npz"), "it has two entries named x_train.npy"],
        [shared("hex-number.csv"), 'row 42, column "x": "0x10" is not a finite number'],
        [shared("label-column-twice.csv"), "has 2 columns that could be the label: label, label"],
      ];
      const { outcomes, memory } = readFiles(expected.map(([path]) => path));
      for (const [i, [path, message]] of expected.entries()) {
        expect(outcomes[i]).toContain(message);
        expect(outcomes[i]).toContain(path);
      }
      expect(memory).toBeLessThan(256 * MB);
    },
    120_000,
  );
});
