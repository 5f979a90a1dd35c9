import { expect, test } from "vitest";
import { families } from "../../../test/study/families.js";
import { outcomeOf } from "../../../test/study/made-up.js";
import { headline } from "./headline.js";

const problemOf = (name: string) => {
  const { options, runs } = families[name]!;
  return outcomeOf(options, runs).problems[0]!;
};

test.each([
  ["a winner of two", "glyphs × mlp: Use he"],
  ["a tie of all", "glyphs × mlp: Use glorot-uniform or he (not told apart by 5 seeds)"],
  ["one method", "he on glyphs × mlp: 95.04 %"],
  ["one method that learned nothing", "zero did not learn glyphs × mlp"],
])("%s", (name, text) => {
  expect(headline([problemOf(name)])).toBe(text);
});

test.each([
  [["a winner of two", "a winner of many"], "Use he: it beats every other method on both problems"],
  [["a winner of two", "a tie of all", "an equivalence"], "Use he on all 3 problems"],
  [["a tie of all", "an equivalence"], "Use glorot-uniform or he on both problems"],
  [["a baseline that stays", "a baseline that stays"], "Stay with he on both problems: nothing is shown to be better"],
  [
    ["a winner of two", "a tie of all", "a baseline that stays", "none that learned"],
    "No method is advised on all 4 problems: he on 3 of 4, glorot-uniform on 1",
  ],
  [["one seed", "none that learned"], "Nothing can be advised on any of 2 problems"],
])("%s", (names, text) => {
  expect(headline(names.map(problemOf))).toBe(text);
});
