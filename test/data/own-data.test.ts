/**
 * Data as people have it: the files of public reports (shared/cases/data), and other files of the
 * same kinds.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Dataset } from "../../src/data/dataset.js";
import type { UserDataOptions } from "../../src/data/node/user-data-options.js";
import { loadUserData } from "../../src/data/node/user-files.js";
import { InputError } from "../../src/errors.js";
import { havePython, haveShared, sharedDir } from "../oracles.js";
import { runPython } from "../python.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stepzero-own-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** The error of a file that must be refused. */
async function refusal(path: string, options?: UserDataOptions): Promise<string> {
  const error: unknown = await loadUserData(path, options).then(
    () => expect.fail(`${path} was read`),
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(InputError);
  return (error as Error).message;
}

/** What a network sees, without the name of the file. */
const samplesOf = ({ name: _, notes: __, ...samples }: Dataset) => samples;

describe.skipIf(!haveShared("cases/data"))("the files of reports", () => {
  const shared = (name: string) => join(sharedDir, "cases/data", name);
  const whole = () => loadUserData(shared("plain.csv"));

  it("without a label are refused by row, or leave the row out", async () => {
    expect(await refusal(shared("missing-label.csv"))).toContain(
      'missing-label.csv, row 6, column "label": the label is missing. Fill it in, or leave out all rows',
    );
    expect(await refusal(shared("nan-labels.csv"))).toContain(
      'nan-labels.csv, row 6, column "label": "NaN" stands for a missing label.',
    );
    for (const [name, note] of [
      ["missing-label.csv", "1 sample has no label and is left out of missing-label.csv; 59 remain."],
      ["nan-labels.csv", "4 samples have no label and are left out of nan-labels.csv; 56 remain."],
    ] as const) {
      const data = await loadUserData(shared(name), { missingLabels: "leave-out" });
      expect([data.classNames, data.notes?.[0]]).toEqual([["0", "1", "2"], note]);
    }
    expect((await whole()).classNames).toEqual(["0", "1", "2"]);
  });

  it("with a test set of one class say that no run can be told from that class", async () => {
    const { notes, test } = await loadUserData(shared("test-one-class.npz"));
    expect(new Set(test.labels).size).toBe(1);
    expect(notes?.[0]).toBe(
      'The test set has one class only, "1" (21 samples). No run could be told from always answering that: test accuracy says nothing here. Add test samples of the other classes.',
    );
  });

  it("with semicolons, decimal commas or an id are the same table", async () => {
    const plain = samplesOf(await whole());
    expect(samplesOf(await loadUserData(shared("semicolon.csv")))).toEqual(plain);
    expect(samplesOf(await loadUserData(shared("semicolon-quoted.csv")))).toEqual(plain);
    expect(await refusal(shared("decimal-comma.csv"))).toContain("--decimal comma");
    expect(samplesOf(await loadUserData(shared("decimal-comma.csv"), { decimal: "comma" }))).toEqual(plain);
    expect((await loadUserData(shared("id-column.csv"))).notes?.[0]).toBe(
      'The column "id" counts the rows, as an identifier does, and is a feature like any other. If it is an identifier, leave it out: --leave-out id.',
    );
    expect(samplesOf(await loadUserData(shared("id-column.csv"), { leaveOut: "id" }))).toEqual(plain);
    expect(await refusal(`${shared("id-column.csv")}#-id`)).toContain("To leave that column out: --leave-out id.");
  });

  it("of NumPy are read, words and half precision too, but pickles are not", async () => {
    const [words, half] = [await loadUserData(shared("words.npz")), await loadUserData(shared("float16.npz"))];
    expect([words.classNames, words.train.count, words.test.count]).toEqual([["c", "d", "e"], 45, 15]);
    expect(half.classNames).toEqual(["0", "1", "2"]);
    expect([...words.train.labels]).toEqual([...half.train.labels]);
    // Rounded to half precision: 11 significant bits.
    const far = words.train.inputs.findIndex((x, i) => Math.abs(x - half.train.inputs[i]!) > 2 ** -11 * Math.abs(x));
    expect(far).toBe(-1);
    expect(await refusal(shared("object.npz"))).toContain(
      'object.npz holds Python objects: a pickle, which can run programs when it is read; expected numbers or words. Save it as numbers, np.array(y_train.tolist(), dtype="float32"), or as words, y_train.astype(str).',
    );
  });

  it("with 13 channels, or pixels in rows, say which shape to state, and are read with it", async () => {
    expect(await refusal(shared("bands13.npz"))).toContain("If it is [N, H, W, C]: --shape 13,8,8.");
    expect((await loadUserData(shared("bands13.npz"), { shape: [13, 8, 8] })).shape).toEqual([13, 8, 8]);
    const digits = await loadUserData(shared("digits.csv"), { shape: [1, 8, 8] });
    expect(digits.shape).toEqual([1, 8, 8]);
    // One mean and one deviation for all pixels, computed from the file.
    const rows = readFileSync(shared("digits.csv"), "utf8").trim().split("\n").slice(1);
    const pixels = rows.map((row) => row.split(",").slice(1).map(Number));
    const all = await loadUserData(shared("digits.csv"), { standardize: false, shape: [1, 8, 8] });
    const used = new Set(Array.from({ length: all.train.count }, (_, i) => key(all.train.inputs, i)));
    const train = pixels.filter((row) => used.has(row.join())).flat();
    const mean = train.reduce((a, b) => a + b) / train.length;
    const deviation = Math.sqrt(train.reduce((a, b) => a + (b - mean) ** 2, 0) / train.length);
    expect(train.length).toBe(digits.train.inputs.length);
    const expected = train.map((pixel) => Math.fround((pixel - mean) / deviation));
    const far = expected.findIndex((value, i) => Math.abs(value - digits.train.inputs[i]!) > 3e-7);
    expect(far).toBe(-1);
  });
});

/** The 64 numbers of a sample, as text. */
const key = (inputs: ArrayLike<number>, sample: number) =>
  Array.from({ length: 64 }, (_, i) => inputs[64 * sample + i]).join();

/** 40 rows of two measurements, an identifier and a class in words. */
const rows = Array.from({ length: 40 }, (_, i) => ({
  a: (((i * 37) % 40) - 20) / 8,
  b: ((i * 11) % 40) / 16,
  id: 1000 + ((i * 7) % 40),
  species: ["Löwe", "Bär", "Gnu"][i % 3]!,
}));
const tableOf = (separator: string, number: (value: number) => string = String, more = "\n") =>
  `${[["a", "b", "species"].join(separator), ...rows.map(({ a, b, species }) => [number(a), number(b), species].join(separator))].join(more)}${more}`;
const decimalComma = (value: number) => String(value).replace(".", ",");

describe("a table of the same numbers", () => {
  const plain = async () => samplesOf(await loadUserData(`${write("plain.csv", tableOf(","))}#species`));

  it.each<[string, string | Uint8Array, UserDataOptions]>([
    ["tabs", tableOf("\t"), {}],
    ["pipes", tableOf("|"), {}],
    ["semicolons and decimal commas", tableOf(";", decimalComma), { decimal: "comma" }],
    ["tabs and decimal commas", tableOf("\t", decimalComma, "\r\n"), { decimal: "comma" }],
    ["quoted decimal commas between commas", tableOf(",", (x) => `"${decimalComma(x)}"`), { decimal: "comma" }],
    ["Excel's first line", `sep=;\r\n${tableOf(";")}`, {}],
    ["a stated separator", tableOf("~"), { separator: "~" }],
    ["a separator by its word", tableOf("\t"), { separator: "tab" }],
    ["a byte order mark", Buffer.from(`\uFEFF${tableOf(",")}`), {}],
    ["UTF-16, little-endian", Buffer.from(`\uFEFF${tableOf(";")}`, "utf16le"), {}],
    ["UTF-16, big-endian", Buffer.from(`\uFEFF${tableOf(",")}`, "utf16le").swap16(), {}],
    ["UTF-16 without a mark", Buffer.from(tableOf(","), "utf16le"), { encoding: "utf-16le" }],
    ["Latin-1", Buffer.from(tableOf(","), "latin1"), { encoding: "latin-1" }],
  ])("is read with %s", async (_, content, options) => {
    const path = write("table.csv", content);
    expect(samplesOf(await loadUserData(path, { ...options, label: "species" }))).toEqual(await plain());
  });

  it("is read with Windows-1252, byte by byte as Python decodes it", async () => {
    // python3 -c 'print("".join(chr(b) for b in [0x80, 0x93, 0x9f, 0xe9]).encode("latin1").decode("cp1252"))' → €“Ÿé
    const bytes = Buffer.concat([
      Buffer.from("a,label\n1,x\n2,"),
      Buffer.of(0x80, 0x93, 0x9f, 0xe9),
      Buffer.from("\n3,x\n4,x\n"),
    ]);
    const data = await loadUserData(write("table.csv", bytes), { encoding: "latin-1" });
    expect(data.classNames).toEqual(["x", "€“Ÿé"]);
  });

  it("is refused where several characters split every row alike, or none does", async () => {
    const numbers = rows.map(({ a, b }) => `${decimalComma(a + 0.03125)};${decimalComma(b + 0.03125)}`);
    const noHeader = numbers.map((two, i) => `${two};${i % 2},5`).join("\n");
    expect(await refusal(write("table.csv", noHeader), { label: -1 })).toContain(
      'nothing says which character separates the fields: "," and ";" each split every row alike. Name it: --separator semicolon',
    );
    expect(await refusal(write("ragged.csv", "a;b,label\n1;2,x\n1;2;3\n"))).toContain(
      '"," and ";" split the rows, none of them alike.',
    );
    // Where one alone can separate, a row of another length is what is wrong.
    expect(await refusal(write("short.csv", "a;b;label\n1;2;x\n1;2\n"))).toContain("row 3: 2 fields, expected 3");
    expect(await refusal(write("one.csv", "a b label\n1 2 x\n"))).toContain("name it: --separator semicolon");
    expect(await refusal(write("bad.csv", "a;label\n1;x\n"), { separator: "semi" })).toContain(
      'The separator is "semi", expected one character',
    );
  });
});

describe("columns to leave out", () => {
  const table = `name,id,a,b,species\n${rows.map(({ a, b, id, species }, i) => `n${i},${id},${a},${b},${species}`).join("\n")}\n`;

  it("are named, or numbered, and may hold anything", async () => {
    const plain = samplesOf(await loadUserData(`${write("plain.csv", tableOf(","))}#species`));
    const path = write("table.csv", table);
    for (const leaveOut of [
      ["name", "id"],
      [0, 1],
      ["0", -4],
      ["name", 1],
    ]) {
      expect(samplesOf(await loadUserData(path, { label: "species", leaveOut }))).toEqual(plain);
    }
    expect(await refusal(path, { label: "species" })).toContain(
      'row 2, column "name": "n0" is not a finite number. Write a decimal number such as -1.5 or 2e-3; fill missing values, and encode words as numbers, first. Or leave the column out: --leave-out name.',
    );
    expect(await refusal(path, { label: "species", leaveOut: "nane" })).toContain(
      'no column named "nane"; its first row is: name, id, a, b, species. Did you mean "name"?',
    );
    expect(await refusal(path, { label: "species", leaveOut: 5 })).toContain("no column 5: it has 5");
    expect(await refusal(path, { label: "species", leaveOut: "species" })).toContain("has the labels and cannot be");
    expect(await refusal(path, { label: "species", leaveOut: [0, 1, 2, 3] })).toContain("has no feature left");
  });

  it("are numbered where there is no header, whatever the first row says", async () => {
    const bare = write("bare.csv", "1,7,x\n0,8,y\n1,9,x\n0,7,y\n");
    const data = await loadUserData(bare, { label: 2, leaveOut: "1", standardize: false, testFraction: 0.5 });
    expect([data.shape, new Set(data.train.inputs)]).toEqual([[1], new Set([0, 1])]);
    const words = write("words.csv", "id1,7,x\nid2,8,y\nid3,9,x\nid4,7,y\n");
    const rest = await loadUserData(words, { label: 2, leaveOut: 0, testFraction: 0.5 });
    expect([rest.shape, rest.train.count + rest.test.count]).toEqual([[1], 4]);
  });

  it("may be one of two of a name, by number only", async () => {
    const path = write("twins.csv", "a,a,label\n1,0,x\n2,0,y\n3,0,x\n4,0,y\n");
    expect(await refusal(path)).toContain("or leave one out by its number: --leave-out 1.");
    expect(await refusal(path, { leaveOut: "a" })).toContain('columns 0 and 1 (from 0) are named "a"');
    expect((await loadUserData(path, { leaveOut: 1, testFraction: 0.5 })).shape).toEqual([1]);
  });

  it.each([
    ["id", 1],
    ["Id", 1],
    ["patient_id", 1],
    ["PassengerId", 1],
    ["index", 1],
    ["Unnamed: 0", 1],
    ["", 1],
    ["width", 0],
    ["paid", 0],
  ])("are proposed where a column %j has a different whole number in each row", async (name, count) => {
    const path = write("ids.csv", `${name},a,label\n${rows.map(({ id, a }, i) => `${id},${a},${i % 2}\n`).join("")}`);
    const found = (await loadUserData(path)).notes?.filter((note) => note.includes("as an identifier")) ?? [];
    expect(found.length).toBe(count);
    if (count === 0) return;
    const [, option = ""] = /--leave-out (.*)\.$/.exec(found[0]!) ?? [];
    const { shape, notes } = await loadUserData(path, { leaveOut: option.replaceAll("'", "") });
    expect([shape, notes?.some((note) => note.includes("as an identifier"))]).toEqual([[1], false]);
  });

  it("are proposed where a column counts the rows, under any name, but no measurements", async () => {
    const path = write("count.csv", `t,a,label\n${rows.map(({ a }, i) => `${i + 1},${a},${i % 2}\n`).join("")}`);
    expect((await loadUserData(path)).notes?.[0]).toContain('The column "t" counts the rows');
    const other = write("no.csv", `id,label\n${rows.map(({ a }, i) => `${a},${i % 2}\n`).join("")}`);
    expect((await loadUserData(other)).notes?.join()).not.toContain("identifier");
  });
});

describe("test sets", () => {
  const train = `a,label\n${rows.map(({ a, species }) => `${a},${species}\n`).join("")}`;

  it("that lack a class are told, and those with another class are refused", async () => {
    write("train.csv", train);
    write("test.csv", "a,label\n1,Gnu\n2,Bär\n");
    expect((await loadUserData(folder)).notes).toEqual([
      '1 of the 3 classes has no test sample ("Löwe"): test accuracy does not tell how well these are learned.',
    ]);
    write("test.csv", "a,label\n1,Gnu\n2,Zebra\n");
    expect(await refusal(folder)).toContain(
      "has the label Zebra (sample 1), which does not occur in The label column of",
    );
    write("test.csv", "a,label\n1,Gnu\n2,Bär\n3,Löwe\n");
    expect((await loadUserData(folder)).notes).toBeUndefined();
  });

  it("without labels are refused, with the way to do without them", async () => {
    const path = write("train.csv", train);
    const remedy = `No run can be judged on samples without labels. Add that column, or use the training rows alone, of which stepzero sets a fifth aside: --data "${path}".`;
    write("test.csv", "a\n1\n2\n");
    expect(await refusal(folder)).toContain("has one column");
    writeFileSync(path, `a,y,label\n${rows.map(({ a, species }) => `${a},1,${species}\n`).join("")}`);
    write("test.csv", "a,y\n1,2\n2,2\n"); // "y" is a feature: train.csv says so
    expect(await refusal(folder)).toContain(`no column named "label"; its first row is: a, y. ${remedy}`);
    write("test.csv", "a,y,label\n1,2,\n2,2,\n");
    expect(await refusal(folder)).toContain("test.csv, row 2");
    expect(await refusal(folder, { missingLabels: "leave-out" })).toContain("a header and no row with a label");
  });

  it("that are set aside tell of rare classes", async () => {
    const rare = `${train}1,Okapi\n`;
    const { notes, classNames } = await loadUserData(write("rare.csv", rare));
    expect(classNames).toEqual(["Bär", "Gnu", "Löwe", "Okapi"]);
    expect(notes?.[1]).toMatch(/^\d of the 4 classes ha(s|ve) no (test|training) sample \(.*"Okapi"/);
  });
});

describe.skipIf(!havePython("numpy"))("arrays of NumPy", () => {
  /** An .npz of what the program assigns to `parts`. */
  function npz(program: string): string {
    const path = join(folder, `set-${Math.floor(performance.now() * 1000)}.npz`);
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
    set(folder, "emnist-letters-", 1);
    const letters = await loadUserData(folder);
    expect([letters.classNames, Array.from(letters.train.inputs), Array.from(letters.test.inputs)]).toEqual([
      ["1", "26"],
      [1, 2, 3, 4],
      [51, 52, 53, 54],
    ]);
    set(folder, "emnist-digits-", 101);
    const images = join(folder, "emnist-digits-train-images-idx3-ubyte");
    expect(await refusal(folder)).toBe(
      `${folder} has the IDX files of 2 data sets: emnist-digits-…, emnist-letters-…. Name the training images of one: --data "${images}".`,
    );
    expect(Array.from((await loadUserData(images)).train.inputs)).toEqual([101, 102, 103, 104]);
    expect(await refusal(images.replace("train", "test"))).toContain("Name that of the training images");
    rmSync(images.replace("images-idx3", "labels-idx1"));
    expect(await refusal(images)).toContain("has no file emnist-digits-train-labels-idx1-ubyte (or emnist-digits-");
  });

  it("may have a dot before the type, as unpacking programs write it", async () => {
    set(folder, "", 1, ".");
    expect((await loadUserData(folder)).train.count).toBe(2);
  });
});
