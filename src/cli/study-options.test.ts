import { expect, it } from "vitest";
import { recipeFields } from "../study/plan/recipe-overrides.js";
import { studyGroups, studyOptions } from "./study-options.js";

/** The study of a line of options. */
const studyOf = (line: string) => {
  const words = [...line.matchAll(/--([\w-]+) (\S+)/g)].map(([, name, text]) => [name!, text!] as const);
  return studyOptions(undefined, new Map(words));
};

it("every setting of a recipe has an option, which gives what a study file says", async () => {
  const line =
    "--epochs 2 --batch 16 --optimizer sgd --lr 0.1 --momentum 0.9 --nesterov yes --weight-decay 1e-4 --beta1 0.8 " +
    "--beta2 0.9 --rho 0.7 --epsilon 1e-8 --decay 1e-6 --schedule step:every=3,factor=0.5 --warmup-steps 10 " +
    "--augmentation shift=0.1,flip=yes";
  const study = {
    ...{ epochs: 2, batch: 16, optimizer: "sgd", learningRate: 0.1, momentum: 0.9, nesterov: true },
    ...{ weightDecay: 1e-4, beta1: 0.8, beta2: 0.9, rho: 0.7, epsilon: 1e-8, decay: 1e-6 },
    ...{ schedule: { kind: "step", every: 3, factor: 0.5 }, warmupSteps: 10 },
    augmentation: { shift: 0.1, flip: true },
  };
  expect(await studyOf(line)).toEqual(study);
  expect(Object.keys(study)).toEqual(expect.arrayContaining(Object.keys(recipeFields)));
  const names = studyGroups.flatMap(({ options }) => options.map(({ name }) => name));
  for (const [, name] of line.matchAll(/--([\w-]+)/g)) expect(names).toContain(name);
});

it.each([
  ["--augmentation none", { augmentation: "none" }],
  ["--augmentation flip=no", { augmentation: { flip: false } }],
  ["--nesterov no", { nesterov: false }],
  ["--lr 1000 --weight-decay 1000", { learningRate: 1000, weightDecay: 1000 }],
  ["--seed 9007199254740991 --seeds 1", { seeds: { first: 9007199254740991, count: 1 } }],
])("%s", async (line, study) => {
  expect(await studyOf(line)).toEqual(study);
});

it.each([
  ["--augmentation shift=2", "--augmentation must be none, or shift=X (from 0 to 1) and flip=yes or flip=no"],
  ["--augmentation flip=maybe", 'got "flip=maybe"'],
  ["--augmentation crop=4", 'got "crop=4"'],
  ["--nesterov true", 'Unknown value of --nesterov "true". Known: yes, no.'],
  ["--beta1 1", '--beta1 must be a number from 0 and below 1, got "1".'],
  ["--epsilon 0", '--epsilon must be a number above 0 and at most 1, got "0".'],
])("%s is refused", async (line, message) => {
  await expect(studyOf(line)).rejects.toThrow(message);
});
