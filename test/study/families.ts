/** Families of methods, one for each kind of answer that a study can have. */
import type { StudyOptions } from "../../src/study/plan/options.js";
import type { MadeUpRuns } from "./made-up.js";

/** A made-up study of one problem. */
export interface Family {
  readonly options: StudyOptions;
  readonly runs: MadeUpRuns;
}

const five = { seeds: [0, 1, 2, 3, 4] };
const stuck = [
  [0.1, 0.1],
  [0.1, 0.1],
  [0.1, 0.1],
  [0.1, 0.1],
  [0.1, 0.1],
];
const he = [
  [0.9, 0.95],
  [0.9, 0.952],
  [0.9, 0.949],
  [0.9, 0.951],
  [0.9, 0.95],
];
/** `he` with each last accuracy moved by so much, in order. */
const moved = (...by: readonly number[]) => he.map(([first, last], i) => [first!, last! + by[i]!]);
const near = moved(-0.001, 0.002, 0.001, -0.002, 0.001);
const worse = moved(-0.02, -0.021, -0.019, -0.022, -0.02);
const farBehind = moved(-0.2, -0.21, -0.19, -0.22, -0.2);

/** By what it shows. */
export const families: Readonly<Record<string, Family>> = {
  "a winner of two": { options: { inits: ["he", "random"], ...five }, runs: { he, random: worse } },
  "a winner of many": {
    options: { inits: ["he", "random", "lsuv", "zero"], ...five },
    runs: { he, random: worse, lsuv: farBehind, zero: stuck },
  },
  "a tie of all": { options: { inits: ["he", "glorot-uniform"], ...five }, runs: { he, "glorot-uniform": near } },
  "a tie, one that is worse, one that fails": {
    options: { inits: ["he", "glorot-uniform", "lsuv", "zero", "random"], ...five },
    runs: {
      he,
      "glorot-uniform": near,
      lsuv: worse,
      zero: stuck,
      random: ["diverged", "diverged", "diverged", "diverged", "diverged"],
    },
  },
  "a tie of many": {
    options: { inits: ["he", "glorot-uniform", "lsuv", "orthogonal", "he-uniform", "random"], ...five },
    runs: {
      he,
      "glorot-uniform": near,
      lsuv: moved(0.002, -0.001, -0.002, 0.001, -0.0011),
      orthogonal: moved(0.0003, -0.003, 0.001, 0.002, -0.002),
      "he-uniform": moved(-0.003, 0.001, 0.0022, -0.001, -0.0001),
      random: moved(0.001, 0.001, -0.002, -0.003, 0.0012),
    },
  },
  "an equivalence": {
    options: { inits: ["he", "glorot-uniform"], ...five, margin: 0.01 },
    runs: { he, "glorot-uniform": near },
  },
  "identical methods": {
    options: { inits: ["he", "he-uniform", "random"], ...five },
    runs: { he, "he-uniform": he, random: worse },
  },
  "only identical methods": { options: { inits: ["he", "he-uniform"], ...five }, runs: { he, "he-uniform": he } },
  "a baseline that is beaten": {
    options: { inits: ["random", "he", "lsuv", "zero"], ...five, baseline: "random" },
    runs: { random: worse, he, lsuv: farBehind, zero: stuck },
  },
  "a baseline that two beat": {
    options: { inits: ["random", "he", "glorot-uniform", "orthogonal"], ...five, baseline: "random" },
    runs: { random: worse, he, "glorot-uniform": near, orthogonal: moved(-0.018, -0.023, -0.019, -0.02, -0.0215) },
  },
  "a baseline that stays": {
    options: { inits: ["he", "glorot-uniform", "random"], ...five, baseline: "he" },
    runs: { he, "glorot-uniform": near, random: worse },
  },
  "a baseline that did not learn": {
    options: { inits: ["zero", "he", "random"], ...five, baseline: "zero" },
    runs: { he, random: worse, zero: stuck },
  },
  "one that is ahead but fails": {
    options: { inits: ["he", "random"], ...five },
    runs: { he: worse, random: [...moved(0, 0, 0, 0, 0).slice(0, 4), "diverged"] },
  },
  "one that is not told apart but fails": {
    options: { inits: ["he", "random", "lsuv"], ...five },
    runs: { he, random: [...near.slice(0, 4), "diverged"], lsuv: worse },
  },
  "only one that learned": { options: { inits: ["he", "zero"], ...five }, runs: { he, zero: stuck } },
  "none that learned": { options: { inits: ["random", "zero"], ...five }, runs: { random: stuck, zero: stuck } },
  "none that finished": {
    options: { inits: ["he", "random"], seeds: [0, 1] },
    runs: { he: ["diverged", "diverged"], random: ["diverged", "diverged"] },
  },
  "one seed": { options: { inits: ["he", "random"], seeds: [0] }, runs: { he, random: worse } },
  "two seeds": {
    options: { inits: ["he", "random", "zero"], seeds: [0, 1] },
    runs: { he, random: worse, zero: stuck },
  },
  "one method": { options: { inits: ["he"], ...five }, runs: { he } },
  "one method that learned nothing": { options: { inits: ["zero"], ...five }, runs: { zero: stuck } },
  unfinished: { options: { inits: ["he", "random"], ...five }, runs: { he, random: worse.slice(0, 2) } },
};
