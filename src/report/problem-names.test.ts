import { describe, expect, it } from "vitest";
import { outcomeOf } from "../../test/study/made-up.js";
import { problemNames, problemTitles } from "./problem-names.js";

type Pair = readonly [data: string, model: string];

/** Problems of these data sets and networks, as an outcome has them. */
function problemsOf(...pairs: readonly Pair[]) {
  const { data, model } = outcomeOf({ inits: ["he"] }, { he: [[0.5]] }).problems[0]!;
  return pairs.map(([name, label], i) => ({
    id: `problem-${i + 1}`,
    data: { ...data, name },
    model: { ...model, label },
  }));
}
const namesOf = (...pairs: readonly Pair[]) => {
  const { short, shared } = problemNames(problemsOf(...pairs));
  return [[...short.values()], shared];
};

describe("names of problems", () => {
  it("are what differs", () => {
    expect(namesOf(["glyphs", "mlp"], ["glyphs", "lenet5"])).toEqual([["mlp", "lenet5"], "glyphs"]);
    expect(namesOf(["glyphs", "mlp"], ["mnist", "mlp"])).toEqual([["glyphs", "mnist"], "mlp"]);
    expect(namesOf(["a", "mlp"], ["b", "lenet5"])).toEqual([["a × mlp", "b × lenet5"], undefined]);
    expect(namesOf(["a", "mlp:depth=10,width=64"], ["a", "mlp:depth=20,width=64"])).toEqual([
      ["depth=10", "depth=20"],
      "a × mlp:width=64",
    ]);
  });

  it("say what a network without options is", () => {
    expect(namesOf(["a", "mlp"], ["a", "mlp:depth=10"])).toEqual([["mlp", "mlp:depth=10"], "a"]);
  });

  it("are the titles of one problem", () => {
    expect(namesOf(["glyphs", "mlp"])).toEqual([["glyphs × mlp"], undefined]);
  });

  it("have no folders of files but those that tell two files apart", () => {
    const titles = (...pairs: readonly Pair[]) => [...problemTitles(problemsOf(...pairs)).values()];
    expect(titles(["/a/b/plain.csv", "mlp"], ["mnist", "mlp"])).toEqual(["plain.csv × mlp", "mnist × mlp"]);
    expect(titles(["/a/b/plain.csv", "mlp"], ["/a/c/plain.csv", "mlp"])).toEqual([
      "b/plain.csv × mlp",
      "c/plain.csv × mlp",
    ]);
    expect(titles(["C:\\data\\x.npz", "mlp"])).toEqual(["x.npz × mlp"]);
  });
});
