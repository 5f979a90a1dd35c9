/** The data files of public reports (shared/cases/data): read, or refused with what helps. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadUserData } from "../../src/data/node/user-files.js";
import { haveShared, sharedDir } from "../oracles.js";
import { refusal, samplesOf } from "./own-files.js";

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
