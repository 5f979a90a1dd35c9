/** Of which methods reasons are stated; test/report/probe.test.ts has what they say. */
import { expect, it } from "vitest";
import { madeUpProbed } from "../../../test/report/made-up-report.js";
import { reasonsOf } from "./reasons.js";

const [problem] = madeUpProbed().problems;
const { methods } = problem!;
const nothing = { use: [], worse: [], unreliable: [], avoid: [] };
const labelsOf = (advice: Partial<Parameters<typeof reasonsOf>[1]>, baseline?: string) =>
  reasonsOf(methods, { ...nothing, ground: "winner", ...advice }, baseline).map(({ method }) => method);

it("are of methods that lost, and of sick ones that nobody advises", () => {
  const worse = [{ method: "glorot-uniform", by: 0.1, low: 0.05, high: 0.15 }];
  expect(labelsOf({ use: ["he"], worse })).toEqual(["glorot-uniform", "zero", "random:std=0.5"]);
  expect(labelsOf({ use: ["he", "glorot-uniform"], ground: "tie" })).toEqual(["zero", "random:std=0.5"]);
  expect(labelsOf({ use: ["he", "random:std=0.5"], ground: "tie" })).toEqual(["zero"]);
  expect(labelsOf({ ground: "too-few-seeds" })).toEqual(["zero", "random:std=0.5"]);
});

it("are of a baseline that others beat", () => {
  const advice = { use: ["he"], ground: "better-than-baseline" } as const;
  expect(labelsOf(advice, "glorot-uniform")).toEqual(["glorot-uniform", "zero", "random:std=0.5"]);
});

it("need no reference for what is wrong by itself", () => {
  const failed = methods.map((method) => ({ ...method, rank: null }));
  const avoid = methods.map(({ label }) => label);
  const reasons = reasonsOf(failed, { ...nothing, ground: "none", avoid });
  expect(reasons.map(({ method, kind }) => [method, kind])).toEqual([["zero", "symmetric"]]);
});
