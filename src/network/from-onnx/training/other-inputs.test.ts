import { describe, expect, it } from "vitest";
import { InputError } from "../../../errors.js";
import { GraphBuilder } from "../../../graph/builder.js";
import { tensor } from "../../../graph/tensor.js";
import { shapesOfInputs, standIn } from "./other-inputs.js";

const samples = { name: "x", axes: ["batch", "seq"] };
const input = { input: samples, shape: [8, 12] };

describe("the sizes of a model's inputs", () => {
  it.each([
    ["an axis with the name of another", ["batch", "seq"], [8, 12]],
    ["the batch on another axis", [2, "batch", 64], [2, 8, 64]],
    ["an open axis without a name, which is the batch", [2, "", 64], [2, 8, 64]],
    ["sizes of the file", [3, 4], [3, 4]],
    ["no axes", [], []],
  ])("%s", (_, axes, shape) => {
    expect(shapesOfInputs([samples, { name: "other", axes }], input)).toEqual({ x: [8, 12], other: shape });
  });

  it("the batch that the file fixes is replaced in each", () => {
    const fixed = { name: "x", axes: [2, 12] };
    const other = { name: "other", axes: [2, 12] };
    expect(shapesOfInputs([fixed, other], { input: fixed, shape: [8, 12] })).toEqual({ x: [8, 12], other: [8, 12] });
  });

  it("refuses what nothing tells", () => {
    const other = { name: "other", axes: ["batch", "heads"] };
    expect(() => shapesOfInputs([samples, other], input)).toThrow(
      'its input "other" [N, heads] has an axis whose size nothing tells, since "x" [N, seq] has none of that name.',
    );
  });
});

/** What stands in for the second input of a graph. */
function fed(type: "int64" | "float32" | "bool", shape: number[], build: (g: GraphBuilder, other: never) => unknown) {
  const file = new GraphBuilder("file");
  build(file, file.input("other", type, shape) as never);
  const g = new GraphBuilder("network");
  const notes: string[] = [];
  const axes = shape.length === 0 ? [] : ["N", ...shape.slice(1)];
  const value = standIn(g, file.build(), { input: { name: "other", axes }, shape }, (note) => notes.push(note));
  return { values: Array.from(g.constantOf(value)!.data, Number), notes };
}

describe("numbers that nobody has", () => {
  it("name the rows of a table, all of them", () => {
    const { values, notes } = fed("int64", [64, 12], (g, other) => {
      const table = g.constant(tensor("float32", [5, 3], new Array(15).fill(1)));
      g.output("y", g.apply("Gather", [table, g.apply("Unsqueeze", [other, g.integers([1])])], { axis: 0 }));
    });
    expect([...new Set(values)].sort()).toEqual([0, 1, 2, 3, 4]);
    expect(notes).toEqual([
      'nobody gives numbers for the input "other" [N, 12]: it is fed with whole numbers from 0 to 4, drawn, since it names rows of a table',
    ]);
  });

  it.each<["int64" | "bool"]>([["int64"], ["bool"]])("hide nothing as a mask of %s", (type) => {
    const { values, notes } = fed(type, [4, 12], (g, other) =>
      g.output("y", g.apply("Cast", [other], { to: "float32" })),
    );
    expect(new Set(values)).toEqual(new Set([1]));
    expect(notes[0]).toContain("1 everywhere, as a mask that hides nothing");
  });

  it("are those of N(0, 1), the same ones in a larger batch", () => {
    const relu = (g: GraphBuilder, other: never) => g.output("y", g.apply("Relu", [other]));
    const [small, large] = [fed("float32", [4, 300], relu).values, fed("float32", [8, 300], relu).values];
    expect(large.slice(0, small.length)).toEqual(small);
    const square = large.reduce((sum, x) => sum + x * x, 0) / large.length;
    // Five standard deviations of the mean of 2400 squares: 5 · √(2 / 2400) = 0.144.
    expect(square).toBeGreaterThan(0.85);
    expect(square).toBeLessThan(1.15);
  });

  it("are refused where they may be anything", () => {
    const scaled = (g: GraphBuilder, other: never) => g.output("y", g.apply("Cast", [other], { to: "float32" }));
    expect(() => fed("int64", [], scaled)).toThrow(InputError);
    expect(() => fed("int64", [], scaled)).toThrow('its input "other" is one whole number, and nothing tells which');
  });
});
