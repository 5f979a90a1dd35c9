/** All claims of the paper, checked on runs and measurements. */
import type { FigureKey } from "../../study/results/figures.js";
import type { ProblemOutcome } from "../../study/results/outcome.js";
import type { Measurements } from "../measurements.js";
import { type ClaimNumber, paperClaims } from "../paper.js";
import { type CheckedClaim, type ClaimPart, verdictOf } from "./claim.js";
import { tamedGradients } from "./gradients.js";
import { nothingLearned } from "./nothing-learned.js";
import { heFirst, type JudgedOrder, judgeOrder, lossOrder, xavierSecond } from "./order.js";
import { saturated } from "./saturation.js";
import { heFaster } from "./speed.js";
import { sameUnits } from "./symmetry.js";

/**
 * Checks every claim.
 *
 * @param problems the outcomes of the paper's data sets; some may be missing
 * @param measurements undefined where nothing was measured at step 0: claims 5 to 7 then cannot be
 * told
 */
export function checkClaims(
  problems: readonly ProblemOutcome[],
  measurements: Measurements = { symmetry: [], stepZero: [], runtime: "none" },
): CheckedClaim[] {
  const order = (figure: FigureKey) => judgeOrder(problems, figure);
  const ranked = (number: ClaimNumber, parts: (order: JudgedOrder) => ClaimPart[], figure: "Accuracy" | "Loss") => {
    const tested = parts(order(`test${figure}`));
    return {
      ...checked(number, parts(order(`train${figure}`))),
      byTest: { verdict: verdictOf(tested), parts: tested },
    };
  };
  return [
    checked(1, nothingLearned(problems)),
    ranked(2, heFirst, "Accuracy"),
    ranked(3, xavierSecond, "Accuracy"),
    ranked(4, lossOrder, "Loss"),
    checked(5, sameUnits(measurements)),
    checked(6, saturated(measurements)),
    checked(7, tamedGradients(measurements)),
    checked(8, heFaster(problems)),
  ];
}

function checked(number: ClaimNumber, parts: readonly ClaimPart[]): CheckedClaim {
  return { number, claim: paperClaims[number], verdict: verdictOf(parts), parts };
}
