/** Figures of every form: few methods, many, failures, losses that explode, one method. */
import type { Outcome } from "../../src/study/results/outcome.js";
import { outcomeOf } from "../study/made-up.js";
import { complete } from "./complete-diagnosis.js";
import { diagnosisPageOf, extreme, figureFilesOf } from "./made-up-diagnosis.js";
import { madeUp, madeUpProbed, reportOf } from "./made-up-report.js";

const many = {
  inits: [
    ...["he", "he-uniform", "glorot-uniform", "glorot-normal", "lecun-normal", "lecun-uniform"],
    ...["orthogonal", "lsuv", "pytorch-default", "keras-default", "zero", "random"],
  ],
};

/** The outcomes by what is special about them. */
const outcomes: Readonly<Record<string, () => Outcome>> = {
  usual: () => madeUp(),
  probed: () => madeUpProbed(),
  twelve: () =>
    outcomeOf(
      many,
      Object.fromEntries(
        many.inits.map((init, i) => [
          init,
          [0, 1, 2].map((seed) =>
            i === 11 || (i === 4 && seed === 1)
              ? ("diverged" as const)
              : [0.2, 0.4, 0.6].map((value) => (i === 10 ? 0.1 : value + 0.02 * i + 0.004 * Math.sin(seed + 3 * i))),
          ),
        ]),
      ),
    ),
  one: () =>
    outcomeOf(
      { inits: ["he"] },
      {
        he: [
          [0.3, 0.5],
          [0.32, 0.5],
          [0.35, 0.6],
        ],
      },
    ),
};

/** The figures' SVG by name, those of diagnoses included. */
export function manyFigures(): ReadonlyMap<string, string> {
  const diagnoses = { complete: complete(), extreme: extreme() };
  return new Map([
    ...Object.entries(outcomes).flatMap(([name, of]) =>
      [...reportOf(of())]
        .filter(([path]) => path.endsWith(".svg"))
        .map(([path, svg]) => [`${name}: ${path.slice("figures/".length)}`, svg as string] as const),
    ),
    ...Object.entries(diagnoses).flatMap(([name, diagnosis]) =>
      [...figureFilesOf(diagnosisPageOf(diagnosis))].map(([id, svg]) => [`${name}: ${id}.svg`, svg] as const),
    ),
  ]);
}
