import { describe, expect, it } from "vitest";
import { InputError } from "../errors.js";
import { oneBlock } from "./formats/row-blocks.js";
import { checkClassCount, checkClassLabels } from "./no-classes.js";

/** Labels as a table has them. */
function coded(labels: readonly string[]) {
  const different = [...new Set(labels)];
  const codes = Float64Array.from(labels, (label) => different.indexOf(label));
  return { different, codes: oneBlock(codes, labels.length, 1) };
}

describe("checkClassLabels", () => {
  const cycle = (rows: number, classes: number) => Array.from({ length: rows }, (_, i) => String(i % classes));

  it.each([
    [4, 3],
    [20, 10],
    [2000, 1000],
    [1, 1],
  ])("takes %d rows of %d classes", (rows, classes) => {
    expect(() => checkClassLabels(coded(cycle(rows, classes)), "f.csv's labels")).not.toThrow();
  });

  it.each([
    [4, 4],
    [20, 11],
    [9000, 1001],
  ])("refuses %d rows of %d classes", (rows, classes) => {
    const check = () => checkClassLabels(coded(cycle(rows, classes)), "f.csv's labels");
    expect(check).toThrow(InputError);
    expect(check).toThrow(`f.csv's labels has ${classes} different values in ${rows} rows (0, 1, 2, 3`);
    expect(check).toThrow("looks like a regression target");
  });

  it.each<[string[], "point" | "comma"]>([
    [["0.5", "1", "1.5"], "point"],
    [["0,5", "1", "1,5"], "comma"],
    [["1e-3", "2"], "point"],
  ])("refuses numbers with fractions, as %j", (numbers, decimal) => {
    const labels = coded([...numbers, ...numbers, ...numbers]);
    expect(() => checkClassLabels(labels, "f.csv's labels", decimal)).toThrow(InputError);
    expect(() => checkClassLabels(labels, "f.csv's labels", decimal)).toThrow(
      `which are measurements and no classes. stepzero compares classifiers, and trains no regression.`,
    );
  });

  it.each([[["1.0", "2.0"]], [["1", "-2"]], [["0.5", "half"]], [["1,5", "2,5"]], [["v1.2", "v1.3"]]])(
    "takes %j for classes",
    (labels) => {
      expect(() => checkClassLabels(coded([...labels, ...labels]), "f.csv's labels")).not.toThrow();
    },
  );

  it("refuses over 1,000 different labels while they are read", () => {
    const labels = (count: number) => Array.from({ length: count }, (_, i) => String(i));
    expect(() => checkClassCount(labels(1000), 5000, "f.csv's labels")).not.toThrow();
    expect(() => checkClassCount(labels(1001), 5000, "f.csv's labels")).toThrow(
      "f.csv's labels has 1001 different values in the first 5000 rows (0, 1, 2",
    );
  });
});
