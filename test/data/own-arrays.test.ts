/** Arrays as people have them: NumPy's labels and axes, and files under EMNIST's names. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadUserData } from "../../src/data/node/user-files.js";
import { havePython } from "../oracles.js";
import { runPython } from "../python.js";
import { folderPerTest, refusal } from "./own-files.js";

const folder = folderPerTest();

describe.skipIf(!havePython("numpy"))("arrays of NumPy", () => {
  let count = 0;
  /** An .npz of what the program assigns to `parts`. */
  function npz(program: string): string {
    const path = join(folder.path(), `set-${count++}.npz`);
    const start = "import sys, numpy as np\nrng = np.random.default_rng(0)\ny = np.arange(40) % 4\n";
    runPython(`${start}${program}\nnp.savez(sys.argv[1], **parts)`, [path]);
    return path;
  }
  const labelled = (y: string, x = "rng.normal(size=(40, 3))") => npz(`parts = dict(x_train=${x}, y_train=${y})`);

  it.each([
    ["np.array(['ant', 'bee', 'cat', 'dog'])[y]", ["ant", "bee", "cat", "dog"]],
    ["np.array(['ant', 'bee', 'cat', 'dog'])[y].reshape(-1, 1)", ["ant", "bee", "cat", "dog"]],
    ["np.array(['Löwe', '🐻', 'Ω', 'x'])[y]", ["Löwe", "x", "Ω", "🐻"]],
    ["np.array(['Löwe', '🐻', 'Ω', 'x'])[y].astype('>U9')", ["Löwe", "x", "Ω", "🐻"]],
    ["np.array([b'ant', b'bee', b'cat', 'Löwe'.encode()])[y]", ["Löwe", "ant", "bee", "cat"]],
    ["np.array(['1', '2', '10', '20'])[y]", ["1", "2", "10", "20"]],
    ["y.astype('float16')", ["0", "1", "2", "3"]],
    ["y.astype('>i8')", ["0", "1", "2", "3"]],
    ["y > 1", ["0", "1"]],
    ["np.eye(4)[y]", ["0", "1", "2", "3"]],
    ["np.eye(4, dtype=bool)[y]", ["0", "1", "2", "3"]],
    ["np.eye(4, dtype='uint8')[y]", ["0", "1", "2", "3"]],
  ])("have the labels %s", async (y, names) => {
    const { classNames, train, test } = await loadUserData(labelled(y));
    expect([...classNames].sort()).toEqual([...names].sort());
    expect(train.count + test.count).toBe(40);
  });

  it.each([
    ["np.where(np.arange(40) == 7, np.nan, y)", "sample 7 (from 0)", "--missing-labels leave-out"],
    ["np.where(np.arange(40) == 7, 'NA', np.array(['a', 'b', 'c', 'd'])[y])", "sample 7 (from 0)", '"NA" stands for'],
    [
      "np.where(np.arange(40) == 7, '', np.array(['a', 'b', 'c', 'd'])[y])",
      "sample 7 (from 0)",
      "the label is missing",
    ],
    ["rng.normal(size=40)", "expected whole numbers: one class each", "np.digitize(y, edges)"],
    ["rng.permutation(40)", "40 different values in 40 samples", "trains no regression"],
    ["rng.dirichlet(np.ones(4), 40)", "soft labels", "take the likeliest class: y.argmax(axis=1)"],
    ["rng.dirichlet(np.ones(4), 40).astype('float16')", "soft labels", "y.argmax(axis=1)"],
    ["(rng.random((40, 4)) < 2).astype(int)", "several classes", "choose one label, y[:, k]"],
    ["np.zeros((40, 4))", "The sample has no class", "leave it out"],
    ["rng.normal(size=(40, 4))", "expected one 1 and zeros", "trains no regression"],
    ["np.array([{'a': 1}] * 40)", "Python objects", "y_train.astype(str)"],
    [
      "np.array(['2020-01-01'] * 40, dtype='M8[D]')",
      "the type '<M8[D]'",
      'Save dates as numbers: y_train.astype("int64")',
    ],
    ["np.array([['a', 'b']] * 40)", "y_train in", "expected [40] words: one class each"],
    [
      "np.char.encode(np.array(['Löwe', 'x'])[y % 2], 'latin-1')",
      "is no text in Unicode",
      'np.char.decode(y_train, "latin-1")',
    ],
    ["y * 1j", "the type '<c16'", "y_train.real"],
  ])("with the labels %s are refused, with what to do", async (y, problem, remedy) => {
    const message = await refusal(labelled(y));
    expect(message).toContain(problem);
    expect(message).toContain(remedy);
  });

  it.each([
    ["np.where(np.arange(40) % 10 == 7, np.nan, y)", 4],
    ["np.where(np.arange(40) % 10 == 7, '?', y.astype(str))", 4],
  ])("with the labels %s are read without those samples", async (y, missing) => {
    const path = npz(`x = np.arange(40.0).reshape(40, 1)\nparts = dict(x_train=x, y_train=${y}, x_test=x, y_test=y)`);
    const { train, notes, classNames } = await loadUserData(path, { missingLabels: "leave-out" });
    const rest = Array.from(Array(40).keys()).filter((i) => i % 10 !== 7);
    expect([Array.from(train.inputs), Array.from(train.labels)]).toEqual([rest, rest.map((i) => i % 4)]);
    expect(classNames).toEqual(["0", "1", "2", "3"]);
    expect(notes?.[0]).toBe(`${missing} samples have no label and are left out of x_train in ${path}; 36 remain.`);
  });

  it.each([
    ["(40, 3, 9, 4)", "3,9,4", "4,3,9"],
    ["(40, 1, 16, 3)", "1,16,3", "3,1,16"],
    ["(40, 4, 8, 1)", "4,8,1", "1,4,8"],
    ["(40, 2, 2, 4)", "2,2,4", "4,2,2"],
  ])("of shape %s could have their channels at either end", async (shape, first, last) => {
    const size = shape.slice(5, -1).replaceAll(", ", " * ");
    const path = npz(
      `x = np.arange(40 * ${size}, dtype="float32").reshape${shape}\nparts = dict(x_train=x, y_train=y, x_test=x, y_test=y)`,
    );
    expect(await refusal(path)).toContain(
      `its channels could be the first or the last axis of a sample. If it is [N, C, H, W]: --shape ${first}. If it is [N, H, W, C]: --shape ${last}.`,
    );
    // What NumPy makes of the same numbers.
    const program = `
import sys, json, numpy as np
x = np.load(sys.argv[1])["x_train"]
print(json.dumps([x[0].ravel().tolist(), x.transpose(0, 3, 1, 2)[0].ravel().tolist()]))`;
    const expected = JSON.parse(runPython(program, [path])) as number[][];
    for (const [i, shape] of [first, last].entries()) {
      const stated = shape.split(",").map(Number);
      const data = await loadUserData(path, { shape: stated });
      expect(data.shape).toEqual(stated);
      expect(Array.from(data.train.inputs.slice(0, expected[i]!.length))).toEqual(expected[i]);
    }
  });

  it.each([
    ["(40, 22, 25, 1)", [1, 22, 25], "[N, H, W, C]: 1 channel of 22 × 25", "22,25,1"],
    ["(40, 3, 6, 9)", [3, 6, 9], "[N, C, H, W]: 3 channels of 6 × 9", "9,3,6"],
    ["(40, 8, 8, 3)", [3, 8, 8], undefined, ""],
    ["(40, 3, 8, 8)", [3, 8, 8], undefined, ""],
    ["(40, 6, 9)", [1, 6, 9], undefined, ""],
  ])("of shape %s say how they are read where that is no square image", async (shape, sample, words, other) => {
    const path = labelled("y", `rng.random(${shape})`);
    const data = await loadUserData(path);
    expect(data.shape).toEqual(sample);
    const note = data.notes?.find((one) => one.includes("is read as"));
    if (words === undefined) expect(note).toBeUndefined();
    else expect(note).toContain(`is read as ${words}. If its channels are at the other end: --shape ${other}.`);
    if (other === "") return;
    const stated = await loadUserData(path, { shape: other.split(",").map(Number) });
    expect([stated.shape.join(), stated.notes?.some((one) => one.includes("is read as"))]).toEqual([other, false]);
  });

  it("of other shapes than the one that is stated are refused with those that fit", async () => {
    const bands = labelled("y", "rng.random((40, 6, 7, 12))");
    expect(await refusal(bands)).toContain(
      "If it is [N, C, H, W]: --shape 6,7,12. If it is [N, H, W, C]: --shape 12,6,7.",
    );
    expect((await loadUserData(bands, { shape: [12, 6, 7] })).shape).toEqual([12, 6, 7]);
    expect(await refusal(bands, { shape: [7, 6, 12] })).toContain(
      "expected samples of shape 7, 6, 12 (--shape: channels",
    );
    const pixels = labelled("y", "rng.random((40, 48))");
    expect((await loadUserData(pixels, { shape: [3, 4, 4] })).notes?.join()).toContain(
      "read as 3 channels one after the",
    );
    expect(await refusal(pixels, { shape: [1, 7, 7] })).toContain("or rows of 49 numbers");
    expect(await refusal(pixels, { shape: [7, 7] })).toContain("expected the channels, rows and columns of one sample");
    const cube = labelled("y", "rng.random((40, 3, 3, 3))");
    expect(await refusal(cube)).toContain("If it is [N, H, W, C], reorder it first: x.transpose(0, 3, 1, 2).");
    expect((await loadUserData(cube, { shape: [3, 3, 3] })).shape).toEqual([3, 3, 3]);
  });

  it("without test labels are refused with the way to do without them", async () => {
    const path = npz("x = rng.normal(size=(40, 3))\nparts = dict(x_train=x, y_train=y, x_test=x)");
    expect(await refusal(path)).toContain(
      'No run can be judged on samples without labels. Add y_test, or save x_train and y_train alone, of which stepzero sets a fifth aside: np.savez("labelled.npz", x_train=x_train, y_train=y_train).',
    );
  });

  it("are refused with options of tables", async () => {
    const path = labelled("y");
    for (const options of [
      { separator: ";" },
      { leaveOut: "id" },
      { decimal: "comma" },
      { encoding: "utf-8" },
    ] as const) {
      expect(await refusal(path, options)).toMatch(
        / is for tables in \.csv and \.tsv, and .* is none\. Leave it out\.$/,
      );
    }
  });
});

describe("IDX files under EMNIST's names", () => {
  const idx = (sizes: number[], values: number[]) =>
    new Uint8Array([0, 0, 8, sizes.length, ...sizes.flatMap((n) => [0, 0, 0, n]), ...values]);
  /** Four files of two images each, whose pixels begin at `from`. */
  function set(where: string, prefix: string, from: number, dot = "-"): void {
    mkdirSync(where, { recursive: true });
    for (const [part, start] of [
      ["train", from],
      ["test", from + 50],
    ] as const) {
      const image = (k: number) => [start + k, start + k + 1];
      writeFileSync(join(where, `${prefix}${part}-images${dot}idx3-ubyte`), idx([2, 1, 2], [...image(0), ...image(2)]));
      writeFileSync(join(where, `${prefix}${part}-labels${dot}idx1-ubyte`), idx([2], [1, 26]));
    }
  }

  it("are read by their folder, or by the training images where there are several sets", async () => {
    set(folder.path(), "emnist-letters-", 1);
    const letters = await loadUserData(folder.path());
    expect([letters.classNames, Array.from(letters.train.inputs), Array.from(letters.test.inputs)]).toEqual([
      ["1", "26"],
      [1, 2, 3, 4],
      [51, 52, 53, 54],
    ]);
    set(folder.path(), "emnist-digits-", 101);
    const images = join(folder.path(), "emnist-digits-train-images-idx3-ubyte");
    expect(await refusal(folder.path())).toBe(
      `${folder.path()} has the IDX files of 2 data sets: emnist-digits-…, emnist-letters-…. Name the training images of one: --data "${images}".`,
    );
    expect(Array.from((await loadUserData(images)).train.inputs)).toEqual([101, 102, 103, 104]);
    expect(await refusal(images.replace("train", "test"))).toContain("Name that of the training images");
    rmSync(images.replace("images-idx3", "labels-idx1"));
    expect(await refusal(images)).toContain("has no file emnist-digits-train-labels-idx1-ubyte (or emnist-digits-");
  });

  it("may have a dot before the type, as unpacking programs write it", async () => {
    set(folder.path(), "", 1, ".");
    expect((await loadUserData(folder.path())).train.count).toBe(2);
  });
});
