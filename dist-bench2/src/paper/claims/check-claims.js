import { paperClaims } from "../paper.js";
import { verdictOf } from "./claim.js";
import { tamedGradients } from "./gradients.js";
import { nothingLearned } from "./nothing-learned.js";
import { heFirst, judgeOrder, lossOrder, xavierSecond } from "./order.js";
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
export function checkClaims(problems, measurements = { symmetry: [], stepZero: [], runtime: "none" }) {
    const order = (figure) => judgeOrder(problems, figure);
    const ranked = (number, parts, figure) => {
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
function checked(number, parts) {
    return { number, claim: paperClaims[number], verdict: verdictOf(parts), parts };
}
