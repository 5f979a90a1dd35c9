import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inChromium } from "../../../test/chromium.js";
import { haveChromium } from "../../../test/oracles.js";
import { runPython } from "../../../test/python.js";
import { InputError } from "../../errors.js";
import { zlibCodec } from "../node/zip-codec.js";
import { parseNpy } from "./npy.js";
import { parseNpz, writeNpz } from "./npz.js";
import { portableCodec } from "./zip.js";

/** Written by NumPy 1.24.2; the program is in the file. */
const golden = JSON.parse(readFileSync(new URL("npz.golden.json", import.meta.url), "utf8")) as {
  expected: Record<string, { shape: number[]; values: number[] }>;
  stored: string;
  deflated: string;
};
const stored = Buffer.from(golden.stored, "base64");
const deflated = Buffer.from(golden.deflated, "base64");

describe.each([
  ["fflate", portableCodec],
  ["node:zlib", zlibCodec],
])("parseNpz by %s", (_name, codec) => {
  /** Reads every array of the file. */
  const readAll = (bytes: Uint8Array) => [...parseNpz(bytes, "f.npz", codec).values()].map((read) => read());

  it.each([
    ["stored", stored],
    ["deflated", deflated],
  ])("reads every type and order that NumPy writes, %s", (_, bytes) => {
    const arrays = parseNpz(bytes, "f.npz", codec);
    expect([...arrays.keys()]).toEqual(Object.keys(golden.expected));
    for (const [name, { shape, values }] of Object.entries(golden.expected)) {
      const array = arrays.get(name)!();
      expect([array.shape, Array.from(array.data)], name).toEqual([shape, values]);
    }
    expect(arrays.get("u1")!().data).toBeInstanceOf(Uint8Array);
    expect(arrays.get("bool")!().data).toBeInstanceOf(Float32Array);
    expect(arrays.get("<i8")!().data).toBeInstanceOf(Float64Array);
  });

  it("finds the directory before a comment", () => {
    const comment = Buffer.from("made by hand");
    const bytes = Buffer.concat([stored, comment]);
    bytes.writeUInt16LE(comment.length, stored.length - 2);
    expect(readAll(bytes).length).toBe(Object.keys(golden.expected).length);
  });

  it("refuses a file cut short at any length", () => {
    for (const bytes of [stored, deflated]) {
      for (let length = 0; length < bytes.length; length++) {
        expect(() => readAll(bytes.subarray(0, length)), `${length} bytes`).toThrow(InputError);
      }
    }
  });

  it("notices every altered byte of the numbers, and never fails otherwise", () => {
    fc.assert(
      fc.property(
        fc.nat(stored.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        (place, change, packed) => {
          const bytes = Buffer.from(packed ? deflated : stored);
          const at = place % bytes.length;
          bytes[at] = bytes[at]! ^ change;
          try {
            readAll(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(InputError);
          }
        },
      ),
      { numRuns: 2000 },
    );
    // The first array's numbers are the last 6 bytes of its 134-byte .npy file.
    const bytes = Buffer.from(stored);
    const at = bytes.indexOf(Buffer.from([0, 1, 2, 3, 4, 5]));
    bytes[at] = 9;
    expect(() => readAll(bytes)).toThrow(/u1\.npy in f\.npz cannot be read: it is altered: its CRC-32 is/);
  });

  it("reports an empty archive", () => {
    const empty = Buffer.alloc(22);
    empty.writeUInt32LE(0x06054b50);
    expect(() => readAll(empty)).toThrow("f.npz holds no arrays");
  });

  it("reads zip64 headers, as Python writes them for large files", () => {
    const folder = mkdtempSync(join(tmpdir(), "stepzero-npz-"));
    try {
      const [source, target] = [join(folder, "source.npz"), join(folder, "target.npz")];
      for (const bytes of [stored, deflated]) {
        writeFileSync(source, bytes);
        // Below its limit of 2 GB Python writes 32-bit headers; with a limit of 10 bytes it does
        // not.
        const program = `
import sys, zipfile
zipfile.ZIP64_LIMIT = 10
with zipfile.ZipFile(sys.argv[1]) as old, zipfile.ZipFile(sys.argv[2], "w", old.infolist()[0].compress_type) as new:
    for name in old.namelist():
        with new.open(name, "w", force_zip64=True) as file: file.write(old.read(name))
`;
        runPython(program, [source, target]);
        const large = readFileSync(target);
        expect(large.includes(Buffer.from("PK\x06\x06", "latin1"))).toBe(true);
        expect(large.readUInt32LE(large.indexOf(Buffer.from("PK\x01\x02", "latin1")) + 24)).toBe(0xffffffff);
        expect(readAll(large)).toEqual(readAll(bytes));
        for (let length = 0; length < large.length; length += 7) {
          expect(() => readAll(large.subarray(0, length)), `${length} bytes`).toThrow(InputError);
        }
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("refuses an entry that unpacks to more than its header promises", () => {
    const promise = 1000;
    const content = Buffer.alloc(1 << 20, 7);
    // A matching CRC-32 of the first bytes does not help the archive.
    const crc = crc32(content.subarray(0, promise));
    for (const packed of [deflateRawSync(content), deflateRawSync(content, { level: 0 })]) {
      expect(() => readAll(zipOf({ packed, size: promise, crc }))).toThrow(
        /bomb\.npy in f\.npz cannot be read: .*1000 bytes/,
      );
    }
  });

  it("refuses a size that the packed bytes cannot fill before it allocates", () => {
    const packed = deflateRawSync(Buffer.alloc(1000));
    for (const size of [0xfffffffe, 1032 * packed.length + 1]) {
      expect(() => readAll(zipOf({ packed, size, crc: 0 }))).toThrow(
        `${packed.length} packed bytes cannot hold the ${size} bytes that its header promises`,
      );
    }
    expect(() => readAll(zipOf({ packed, size: 1001, crc: 0 }))).toThrow("it holds 1000 bytes, expected 1001");
  });
});

it.skipIf(!haveChromium())("reads and writes .npz files in a browser, to the same bytes", async () => {
  const program = `
    import { parseNpz, writeNpz } from "./data/formats/npz.js";
    const bytes = Uint8Array.from(atob("${golden.deflated}"), (letter) => letter.charCodeAt(0));
    const arrays = [...parseNpz(bytes, "f.npz")].map(([name, read]) => [name, read().shape, [...read().data]]);
    const tensors = [{ name: "a", shape: [2], data: new Float32Array([1, 2.5]) }];
    const result = JSON.stringify({ arrays, file: [...writeNpz(tensors)] });`;
  const fflate = readFileSync("node_modules/fflate/esm/browser.js").toString("base64");
  const { arrays, file } = JSON.parse(
    await inChromium(program, { imports: { fflate: `data:text/javascript;base64,${fflate}` } }),
  );
  expect(arrays).toEqual(Object.entries(golden.expected).map(([name, { shape, values }]) => [name, shape, values]));
  expect(file).toEqual([...writeNpz([{ name: "a", shape: [2], data: new Float32Array([1, 2.5]) }])]);
});

/** A zip archive of one deflated entry "bomb.npy" whose header promises `size` bytes. */
function zipOf({ packed, size, crc }: { packed: Uint8Array; size: number; crc: number }): Buffer {
  const name = Buffer.from("bomb.npy");
  // The fields from "version needed" to "length of the extra field".
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(20, 0);
  shared.writeUInt16LE(8, 4);
  shared.writeUInt32LE(crc, 10);
  shared.writeUInt32LE(packed.length, 14);
  shared.writeUInt32LE(size, 18);
  shared.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), shared, name, packed]);
  const version = Buffer.from([20, 0]);
  const directory = Buffer.concat([Buffer.from("PK\x01\x02", "latin1"), version, shared, Buffer.alloc(14), name]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, directory, end]);
}

describe("parseNpy", () => {
  const npy = (header: string, data: number[] = []) => {
    const length = Buffer.alloc(2);
    length.writeUInt16LE(header.length);
    return Buffer.concat([Buffer.from("\x93NUMPY\x01\x00", "latin1"), length, Buffer.from(header), Buffer.from(data)]);
  };

  it("names the type it cannot read and those it can", () => {
    expect(() => parseNpy(npy("{'descr': '|O', 'fortran_order': False, 'shape': (3,), }"), "y_train")).toThrow(
      /y_train is not a whole .npy array: its type is '\|O', expected .*u1.*f8/,
    );
    expect(() => parseNpy(npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (3,), }"), "y")).toThrow(
      "its type is [",
    );
  });

  it("holds the shape against the bytes", () => {
    expect(() => parseNpy(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2), }", [1, 2, 3]), "x")).toThrow(
      /expected \d+ for u1 \[2, 2\]/,
    );
    expect(() => parseNpy(npy("{'descr': '|u1', 'fortran_order': False}", [1]), "x")).toThrow(
      "lacks fortran_order or shape",
    );
  });
});
