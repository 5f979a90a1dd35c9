import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { havePython } from "../../../test/oracles.js";
import { runPython } from "../../../test/python.js";
import { InputError } from "../../errors.js";
import { writeNpz } from "../formats/npz.js";
import { loadDataset } from "./load-dataset.js";
import { loadExactDataset } from "./load-exact-dataset.js";
import { loadUserData } from "./user-files.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stepzero-user-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string | Uint8Array) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

describe.skipIf(!havePython("numpy"))("an .npz", () => {
  it.each(["savez", "savez_compressed"])("as Keras keeps its data sets, by numpy.%s", async (save) => {
    const path = join(folder, "set.npz");
    runPython(
      `
import sys, numpy as np
x = np.arange(4 * 5 * 6 * 3, dtype=np.uint8).reshape(4, 5, 6, 3)
y = np.array([[3], [1], [0], [2]], dtype=np.uint8)
np.${save}(sys.argv[1], x_train=x, y_train=y, x_test=x[:2], y_test=y[2:])`,
      [path],
    );
    const data = await loadDataset(path, { cacheDir: "/nonexistent" });
    expect([data.name, data.shape, data.classes]).toEqual([path, [3, 5, 6], 4]);
    expect([Array.from(data.train.labels), Array.from(data.test.labels)]).toEqual([
      [3, 1, 0, 2],
      [0, 2],
    ]);
    // Pixel (0, 1) of the first image, red, green and blue: 3, 4, 5 in Keras's order.
    expect([0, 30, 60].map((plane) => data.train.inputs[plane + 1])).toEqual([3, 4, 5]);
  });

  it("has its rows standardized where that is asked for, from float64", async () => {
    const path = join(folder, "set.npz");
    const program = `
import sys, json, numpy as np
x = np.random.default_rng(0).normal(1.7e9, 1, (50, 2)); y = np.arange(50) % 2
x[:, 1] = np.round(x[:, 1])
np.savez(sys.argv[1], x_train=x, y_train=y, x_test=x, y_test=y)
np.savez(sys.argv[2], x_train=x.astype(np.int64), y_train=y, x_test=x.astype(np.int64), y_test=y)
s = lambda x: ((x - x.mean(0)) / x.std(0)).astype(float).ravel().tolist()
print(json.dumps([s(x.astype(np.longdouble)), s(x.astype(np.int64).astype(np.longdouble))]))`;
    const whole = join(folder, "whole.npz");
    const expected = JSON.parse(runPython(program, [path, whole])) as number[][];
    for (const [i, file] of [path, whole].entries()) {
      const { train } = await loadUserData(file, { standardize: true });
      const far = train.inputs.findIndex((value, k) => Math.abs(value - expected[i]![k]!) > 3e-7);
      expect(far, file).toBe(-1); // float32 of numbers up to 4
    }
  });

  it("names the array that is missing and those that are there", async () => {
    const path = join(folder, "set.npz");
    runPython("import sys, numpy as np; np.savez(sys.argv[1], images=np.zeros(3), x_train=np.zeros((3, 2)))", [path]);
    await expect(loadUserData(path)).rejects.toThrow(
      `${path} has no array y_train, expected x_train, y_train, x_test and y_test; it has: images, x_train.`,
    );
  });
});

describe("a .csv", () => {
  const rows = Array.from({ length: 10 }, (_, i) => `${i},${i % 2 === 0 ? "even" : "odd"}`).join("\n");

  it("is split, the same way each time", async () => {
    const path = write("numbers.csv", `n,parity\n${rows}`);
    const data = await loadUserData(path, { label: "parity", testFraction: 0.3, standardize: false });
    expect([data.shape, data.classNames, data.train.count, data.test.count]).toEqual([[1], ["even", "odd"], 7, 3]);
    for (const { inputs, labels } of [data.train, data.test]) {
      expect(Array.from(labels)).toEqual(Array.from(inputs, (n) => n % 2));
    }
  });

  it("may be tab-separated, or come as train.csv and test.csv in a folder", async () => {
    const tabs = await loadUserData(write("numbers.tsv", `n,label\n${rows}`.replaceAll(",", "\t")));
    expect(tabs.train.count + tabs.test.count).toBe(10);
    write("train.csv", `n,label\n${rows}`);
    write("test.csv", "n,label\n12,even\n");
    const { train, test, notes } = await loadUserData(folder, { standardize: false });
    expect(notes).toEqual([
      expect.stringContaining('one class only, "even" (1 sample). No run could be told from always answering that'),
    ]);
    expect([train.count, Array.from(test.inputs), Array.from(test.labels)]).toEqual([10, [12], [0]]);
  });

  it("has its columns standardized, which its checksum tells", async () => {
    write("train.csv", "big,same,label\n0,5,a\n100,5,b\n200,5,a\n300,5,b\n");
    write("test.csv", "big,same,label\n450,6,a\n0,6,b\n");
    const { train, test, checksum, notes } = await loadUserData(folder);
    // (x − 150) / sqrt(12500)
    const scaled = (x: number) => Math.fround((x - 150) / Math.sqrt(12500));
    expect(Array.from(train.inputs)).toEqual([0, 100, 200, 300].flatMap((x) => [scaled(x), 0]));
    expect(Array.from(test.inputs)).toEqual([scaled(450), 0, scaled(0), 0]);
    expect(notes).toBeUndefined();
    const raw = await loadUserData(folder, { standardize: false });
    expect(raw.checksum).not.toBe(checksum);
    expect(raw.notes).toEqual([expect.stringContaining("train.csv holds values up to 300 in magnitude")]);
  });

  it("takes the label's column behind the path, by name or number", async () => {
    const path = write("numbers.csv", `n,parity\n${rows}`);
    const expected = await loadUserData(path, { label: "parity" });
    const places = { cacheDir: "/nonexistent" };
    for (const column of ["parity", "1", "-1"]) {
      expect(await loadDataset(`${path}#${column}`, places)).toEqual({ ...expected, name: `${path}#${column}` });
    }
    write("train.csv", `n,parity\n${rows}`);
    expect((await loadDataset(`${folder}#parity`, places)).checksum).toBe(expected.checksum);
    await expect(loadDataset(path, places)).rejects.toThrow(`--data "${path}#parity"`);
    await expect(loadDataset(`${path}#odd`, places)).rejects.toThrow(
      'no column named "odd"; its first row is: n, parity.',
    );
    await expect(loadDataset(`${folder}/no.csv#odd`, places)).rejects.toThrow(`no file or folder ${folder}/no.csv.`);
    const npz = write("set.npz", "");
    await expect(loadDataset(`${npz}#y`, places)).rejects.toThrow(`which ${npz} is not`);
  });

  it("keeps the differences of seconds since 1970, which float32 has not", async () => {
    const seconds = [1_700_000_000, 1_700_000_001, 1_700_000_003, 1_700_000_004];
    write("train.csv", `t,label\n${seconds.map((t, i) => `${t},${"ab"[i % 2]}\n`).join("")}`);
    write("test.csv", "t,label\n1700000002.5,a\n");
    const { train, test } = await loadUserData(folder);
    // Mean 1,700,000,002; the mean of the squared deviations (4, 1, 1, 4) is 2.5.
    expect(train.inputs).toEqual(Float32Array.from([-2, -1, 1, 2], (x) => x / Math.sqrt(2.5)));
    expect(test.inputs).toEqual(Float32Array.of(0.5 / Math.sqrt(2.5)));
    const raw = await loadUserData(folder, { standardize: false });
    expect(raw.notes?.at(-1)).toContain("The feature table of");
    expect(raw.notes?.at(-1)).toContain("that float32 moves by up to 4");
  });

  it("is refused if test.csv has other columns, or the same in another order", async () => {
    write("train.csv", "a,b,label\n1,2,x\n3,4,y\n5,6,x\n");
    for (const [header, got] of [
      ["b,a,label", "b, a"],
      ["a,c,label", "a, c"],
      ["a,label", "a"],
    ] as const) {
      write("test.csv", `${header}\n${header.split(",").length === 3 ? "1,2,x" : "1,x"}\n`);
      await expect(loadUserData(folder)).rejects.toThrow(
        `test.csv has the columns ${got} beside its label, expected those of ${join(folder, "train.csv")} in their order: a, b.`,
      );
    }
    write("test.csv", "a,label,b\n1,x,2\n"); // the label may stand elsewhere
    expect((await loadUserData(folder, { standardize: false })).test.inputs).toEqual(Float32Array.of(1, 2));
  });

  it("is refused where its labels are measurements", async () => {
    const path = write("prices.csv", "rooms,target\n1,10.5\n2,20.25\n3,31\n");
    await expect(loadUserData(path)).rejects.toThrow(
      `The label column of ${path} has 3 different values in 3 rows (10.5, 20.25, 31), which looks like a regression target`,
    );
  });

  it("appears in messages", async () => {
    const path = write("numbers.csv", "n,label\n1,x\n2,x\n");
    await expect(loadUserData(path)).rejects.toThrow(`The label column of ${path} has only the label x`);
  });
});

describe("a folder of IDX files", () => {
  const idx = (shape: number[], values: number[]) =>
    new Uint8Array([0, 0, 8, shape.length, ...shape.flatMap((n) => [0, 0, 0, n]), ...values]);

  it("is read, gzipped or not", async () => {
    write("train-images-idx3-ubyte", idx([2, 1, 2], [1, 2, 3, 4]));
    write("train-labels-idx1-ubyte.gz", gzipSync(idx([2], [1, 0])));
    write("t10k-images-idx3-ubyte.gz", gzipSync(idx([1, 1, 2], [5, 6])));
    write("t10k-labels-idx1-ubyte", idx([1], [1]));
    const data = await loadUserData(folder);
    expect([data.shape, data.train.inputs, data.test.inputs]).toEqual([
      [1, 1, 2],
      new Uint8Array([1, 2, 3, 4]),
      new Uint8Array([5, 6]),
    ]);
    expect([Array.from(data.train.labels), Array.from(data.test.labels)]).toEqual([[1, 0], [1]]);
  });

  it("may be packed in several gzip members (RFC 1952, 2.2), wherever one ends", async () => {
    const pixels = Buffer.from(Array.from({ length: 3 << 20 }, (_, i) => (i * i + (i >> 7)) & 255));
    const whole = Buffer.concat([idx([3, 1, 1], []), pixels]);
    whole.writeUInt32BE(1024, 8);
    whole.writeUInt32BE(1024, 12);
    const cuts = [0, 5, 16, 1 << 20, whole.length];
    const members = cuts.slice(1).map((cut, i) => gzipSync(whole.subarray(cuts[i], cut), { level: 0 }));
    write("train-images-idx3-ubyte.gz", Buffer.concat(members));
    write("train-labels-idx1-ubyte", idx([3], [1, 0, 1]));
    write("t10k-images-idx3-ubyte.gz", Buffer.concat(members));
    write("t10k-labels-idx1-ubyte", idx([3], [1, 0, 1]));
    const { train } = await loadUserData(folder);
    expect(Buffer.from(train.inputs as Uint8Array).equals(pixels)).toBe(true);
  });

  it("names what is missing or broken", async () => {
    await expect(loadUserData(folder)).rejects.toThrow(`${folder} has no file train-images-idx3-ubyte (or`);
    const path = write("train-images-idx3-ubyte.gz", gzipSync(idx([2, 1, 2], [1, 2, 3, 4])).subarray(0, 20));
    await expect(loadUserData(folder)).rejects.toThrow(`${path} is cut short or altered: unexpected end of file`);
  });
});

describe("options of reading", () => {
  const rows = Float32Array.from({ length: 80 }, (_, i) => (i * 7) % 11);
  const labels = Float32Array.from({ length: 20 }, (_, i) => i % 2);
  const npz = () =>
    writeNpz([
      { name: "x_train", shape: [20, 4], data: rows },
      { name: "y_train", shape: [20], data: labels },
    ]);

  it("that are for tables reach the tables among several files, and no others", async () => {
    const [arrays, table] = [write("set.npz", npz()), write("t.csv", `a~label\n${"1,5~x\n2,5~y\n".repeat(9)}`)];
    const options = {
      cacheDir: "/nonexistent",
      userData: { separator: "~", decimal: "comma", shape: undefined },
    } as const;
    expect((await loadDataset(arrays, options)).shape).toEqual([4]);
    expect((await loadDataset(table, options)).shape).toEqual([1]);
    expect((await loadDataset(`${table}#label`, options)).classNames).toEqual(["x", "y"]);
    await expect(loadUserData(arrays, options.userData)).rejects.toThrow("--separator is for tables");
  });

  it("say what a network sees, with the checksum that a worker must find again", async () => {
    const path = write("set.npz", npz());
    const [as, images] = [await loadUserData(path), await loadUserData(path, { shape: [1, 2, 2] })];
    expect([as.shape, images.shape, images.train.inputs]).toEqual([[4], [1, 2, 2], as.train.inputs]);
    const places = { nameOrPath: path, cacheDir: "/nonexistent" };
    const userData = { shape: [1, 2, 2] };
    expect(images.checksum).not.toBe(as.checksum);
    expect((await loadExactDataset({ ...places, userData }, images.checksum)).shape).toEqual([1, 2, 2]);
    await expect(loadExactDataset(places, images.checksum)).rejects.toThrow("has changed since the study was planned");
  });
});

describe("anything else", () => {
  it("is refused with what would do", async () => {
    await expect(loadUserData(join(folder, "no.npz"))).rejects.toThrow(InputError);
    await expect(loadUserData(write("data.parquet", ""))).rejects.toThrow("has an unknown ending, expected .npz, .csv");
    for (const [name, remedy] of [
      ["x.npy", "An .npy has one array; samples and labels need two: np.savez("],
      ["table.csv.gz", "Unpack it first."],
      ["book.xlsx", "Save the sheet as CSV."],
      ["iris.data", "A table of text may be renamed to .csv;"],
    ] as const) {
      await expect(loadUserData(write(name, ""))).rejects.toThrow(remedy);
    }
  });
});
