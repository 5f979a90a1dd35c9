import { expect, test } from "vitest";
import { done, methodsOf } from "../../../test/study/made-up.js";
import { type IdenticalInput, identicalMethods } from "./identical.js";

const he = [
  [0.8, 0.9],
  [0.8, 0.91],
];

test("methods are one where every figure of every run is the same, the time apart", () => {
  const inits = ["random", "he", "he-uniform", "lsuv"];
  const runs = { random: he, he: [he[0]!, [0.81, 0.91]], "he-uniform": he, lsuv: he };
  const same = new Map(methodsOf({ inits, seeds: 2 }, runs).map(({ label, sameAs }) => [label, sameAs]));
  // In its first epoch `he` differs.
  expect(Object.fromEntries(same)).toEqual({ random: null, he: null, "he-uniform": "random", lsuv: "random" });
});

test("other times, seeds and endings", () => {
  const run = (seed: number, seconds: number, accuracies = [0.9]): IdenticalInput["runs"][number] => ({
    seed,
    ending: "learned",
    epochs: done(accuracies).epochs.map((epoch) => ({ ...epoch, seconds })),
  });
  const method = (label: string, runs: IdenticalInput["runs"], learned = runs): IdenticalInput => ({
    label,
    runs,
    learned,
  });
  const first = method("a", [run(0, 1), run(1, 1)]);
  const firstOf = (other: IdenticalInput) => identicalMethods([first, other]).get(other.label);
  expect(firstOf(method("slower", [run(0, 9), run(1, 9)]))).toBe("a");
  expect(firstOf(method("unfinished", [run(0, 1)]))).toBeUndefined();
  expect(firstOf(method("other seeds", [run(0, 1), run(2, 1)]))).toBeUndefined();
  expect(firstOf(method("longer", [run(0, 1), run(1, 1, [0.5, 0.9])]))).toBeUndefined();
  expect(firstOf(method("failed", [run(0, 1), { ...run(1, 1), ending: "diverged" }]))).toBeUndefined();
  expect(firstOf(method("never learned", [run(0, 1), run(1, 1)], []))).toBeUndefined();
});
