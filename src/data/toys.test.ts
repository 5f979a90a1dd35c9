import { expect, it } from "vitest";
import { datasetOfTable, tableSamples } from "./table-samples.js";
import { toyNames, toyTable } from "./toys.js";

const dataset = async (text: string) => {
  const table = await tableSamples({ path: "toy.csv", file: "toy.csv", pieces: [text] }, {});
  return datasetOfTable("toy.csv", table, undefined, {});
};

it.each(toyNames)("%s is a table of 600 points that reads as a data set, the same for one seed", async (name) => {
  const text = toyTable(name, 3);
  expect(toyTable(name, 3)).toBe(text);
  expect(toyTable(name, 4)).not.toBe(text);
  const { shape, train, test, classNames } = await dataset(text);
  expect({ shape, rows: train.count + test.count }).toEqual({ shape: [2], rows: 600 });
  const counts = classNames.map((one) => text.split("\n").filter((row) => row.endsWith(`,${one}`)).length);
  expect(counts).toEqual(classNames.map(() => 600 / classNames.length));
});

it("xor has its classes in the quadrants", () => {
  const rows = toyTable("xor", 0).trim().split("\n").slice(1);
  const right = rows.filter((row) => {
    const [x, y, one] = row.split(",");
    return one === (Number(x) * Number(y) < 0 ? "a" : "b");
  });
  expect(right.length).toBeGreaterThan(540);
  const others = rows.filter((row) => !right.includes(row));
  // Noise of 0.06 moves only points near the axes to another quadrant.
  for (const row of others) {
    const [x, y] = row.split(",");
    expect(Math.min(Math.abs(Number(x)), Math.abs(Number(y)))).toBeLessThan(0.3);
  }
});
