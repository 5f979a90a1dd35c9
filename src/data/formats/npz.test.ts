import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inChromium } from "../../../test/chromium.js";
import { bytesArray, npyOf, zipOf } from "../../../test/data/zip.js";
import { haveChromium } from "../../../test/oracles.js";
import { runPython } from "../../../test/python.js";
import { InputError } from "../../errors.js";
import { zlibCodec } from "../node/zip-codec.js";
import { inMemory } from "./byte-source.js";
import { parseNpy } from "./npy.js";
import { openNpz, parseNpz, writeNpz } from "./npz.js";
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
    const content = bytesArray("(900,)", Buffer.alloc(1 << 20, 7));
    const size = content.length - (1 << 20) + 900;
    // A matching CRC-32 of the first bytes does not help the archive.
    const crc = crc32(content.subarray(0, size));
    for (const packed of [deflateRawSync(content), deflateRawSync(content, { level: 0 })]) {
      expect(() => readAll(zipOf([{ name: "bomb.npy", content, packed, size, crc }]))).toThrow(
        new RegExp(`bomb\\.npy in f\\.npz cannot be read: .*${size} bytes`),
      );
    }
  });

  it("refuses a size that the packed bytes cannot fill before it allocates", () => {
    const content = bytesArray("(1000,)", Buffer.alloc(1000));
    const packed = deflateRawSync(content);
    for (const size of [0xfffffffe, 1032 * packed.length + 1]) {
      expect(() => readAll(zipOf([{ name: "bomb.npy", content, size }]))).toThrow(
        `${packed.length} packed bytes cannot hold the ${size} bytes that its header promises`,
      );
    }
    const short = deflateRawSync(content.subarray(0, -1));
    expect(() => readAll(zipOf([{ name: "a.npy", content, packed: short }]))).toThrow(
      `it holds ${content.length - 1} bytes, expected ${content.length}`,
    );
  });

  it("refuses an array whose header promises other bytes than the directory, before it unpacks it", () => {
    const content = bytesArray("(5, 1)", Buffer.alloc(1 << 20));
    expect(() => readAll(zipOf([{ name: "x.npy", content }]))).toThrow(
      `x in f.npz is not a whole .npy array: ${content.length} bytes, expected ${content.length - (1 << 20) + 5} for u1 [5, 1].`,
    );
    const none = (packed: Uint8Array): Uint8Array => {
      throw new Error(`${packed.length} bytes were unpacked`);
    };
    const { read } = openNpz(inMemory(zipOf([{ name: "x.npy", content }])), "f.npz", {
      ...codec,
      inflateRaw: none,
    }).get("x")!;
    expect(read).toThrow("expected");
    expect(read).not.toThrow("were unpacked");
  });

  const small = bytesArray("(2,)", Uint8Array.of(7, 9));
  const [first, second] = [
    { name: "x.npy", content: small },
    { name: "y.npy", content: small },
  ];
  it.each<[string, () => Uint8Array, string]>([
    ["an entry twice", () => zipOf([first, second, first]), "it has two entries named x.npy"],
    [
      "entries that share bytes",
      () => zipOf([first, { ...second, localName: "x.npy", offset: 0 }]),
      "x.npy has bytes in common with y.npy",
    ],
    [
      "an entry within the directory",
      () => zipOf([{ ...first, offset: 60 }]),
      "x.npy has bytes in common with the directory",
    ],
    [
      "another name in its own header",
      () => zipOf([{ ...first, localName: "z.npy" }]),
      "its own header names it z.npy",
    ],
    ["bytes behind the archive", () => Buffer.concat([zipOf([first]), Buffer.from("more")]), "other bytes follow it"],
    [
      "bytes before the archive",
      () => Buffer.concat([Buffer.from("more"), zipOf([first])]),
      "its directory is damaged at entry 0",
    ],
    ["an encrypted entry", () => zipOf([{ ...first, flags: 1 }]), "x.npy is encrypted"],
    ["another compression", () => zipOf([{ ...first, method: 12 }]), "its compression method is 12"],
    [
      "another size of what is stored",
      () => zipOf([{ ...first, method: 0, size: 3 }]),
      `it holds ${small.length} bytes, and its header promises 3`,
    ],
    [
      "fewer entries than there are",
      () => zipOf([first, second], (end) => end.writeUInt16LE(1, 10)),
      "its directory has 102 bytes, and its 1 entries 51",
    ],
    [
      "more entries than there are",
      () => zipOf([first], (end) => end.writeUInt16LE(2, 10)),
      "its directory is damaged at entry 1",
    ],
    [
      "no deflate stream",
      () => zipOf([{ ...first, packed: Buffer.alloc(60, 0xff) }]),
      "its packed bytes are no deflate stream",
    ],
    [
      "a name without end",
      () => zipOf([{ ...first, name: `${"x".repeat(60000)}.npy`, crc: 1 }]),
      `${"x".repeat(60)}… in f.npz`,
    ],
  ])("refuses %s, in an error with file and remedy", (_, make, message) => {
    expect(() => readAll(make())).toThrow(InputError);
    expect(() => readAll(make())).toThrow(message);
    expect(() => readAll(make())).toThrow(/f\.npz.*Save/);
  });
});

it.skipIf(!haveChromium())("reads and writes .npz files in a browser, to the same bytes", async () => {
  const program = `
    import { openNpz, parseNpz, writeNpz } from "./data/formats/npz.js";
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

describe("parseNpy", () => {
  it("names the type it cannot read and those it can", () => {
    expect(() => parseNpy(npyOf("{'descr': '|O', 'fortran_order': False, 'shape': (3,), }"), "y_train")).toThrow(
      'y_train holds Python objects: a pickle, which can run programs when it is read; expected numbers or words. Save it as numbers, np.array(x.tolist(), dtype="float32"), or as words, x.astype(str).',
    );
    expect(() => parseNpy(npyOf("{'descr': '<c8', 'fortran_order': False, 'shape': (3,), }"), "y_train")).toThrow(
      /^y_train has the type '<c8', expected .*u1.*f8/,
    );
    expect(() => parseNpy(npyOf("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (3,), }"), "y")).toThrow(
      "its type is [",
    );
  });

  it("holds the shape against the bytes", () => {
    expect(() =>
      parseNpy(npyOf("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2), }", Uint8Array.of(1, 2, 3)), "x"),
    ).toThrow(/expected \d+ for u1 \[2, 2\]/);
    expect(() => parseNpy(npyOf("{'descr': '|u1', 'fortran_order': False}", Uint8Array.of(1)), "x")).toThrow(
      "lacks fortran_order or shape",
    );
  });
});
