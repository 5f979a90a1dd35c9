import { describe, expect, it } from "vitest";
import { InputError } from "../errors.js";
import { checkClassLabels } from "./class-labels.js";

describe("checkClassLabels", () => {
  const cycle = (rows: number, classes: number) => Array.from({ length: rows }, (_, i) => String(i % classes));

  it.each([
    [4, 3],
    [20, 10],
    [2000, 1000],
    [1, 1],
  ])("takes %d rows of %d classes", (rows, classes) => {
    expect(() => checkClassLabels(cycle(rows, classes), "f.csv's labels")).not.toThrow();
  });

  it.each([
    [4, 4],
    [20, 11],
    [9000, 1001],
  ])("refuses %d rows of %d classes", (rows, classes) => {
    const check = () => checkClassLabels(cycle(rows, classes), "f.csv's labels");
    expect(check).toThrow(InputError);
    expect(check).toThrow(`f.csv's labels has ${classes} different values in ${rows} rows (0, 1, 2, 3`);
    expect(check).toThrow("looks like a regression target");
  });
});
