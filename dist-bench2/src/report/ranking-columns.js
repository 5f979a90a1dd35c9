import { failuresInWords } from "../study/results/failures.js";
import { accuracyText, accuracyTitle, lossText, percent } from "../study/results/figure-text.js";
/** The columns that a problem has figures for. */
export function columnsOf({ methods }) {
    const several = methods.some(({ runs }) => runs.length > 1);
    const target = methods[0].epochsToTarget.target;
    const has = (key) => methods.some((method) => method[key]);
    return [
        { title: accuracyTitle(methods).join(", "), cell: accuracyText },
        // Beside the accuracy, so that a narrow screen still has it.
        { title: "failures", cell: failuresInWords, text: true },
        ...(several
            ? [{ title: "median", cell: ({ median }) => (median === null ? "–" : percent(median)) }]
            : []),
        { title: "test loss", cell: ({ testLoss }) => (testLoss === null ? "–" : lossText(testLoss.mean)) },
        ...(has("validationAccuracy")
            ? [{ title: "validation acc.", cell: ({ validationAccuracy }) => meanOf(validationAccuracy) }]
            : []),
        { title: "train acc., running", cell: ({ trainAccuracy }) => meanOf(trainAccuracy) },
        ...(has("evalTrainAccuracy")
            ? [{ title: "train acc., evaluated", cell: ({ evalTrainAccuracy }) => meanOf(evalTrainAccuracy) }]
            : []),
        ...(methods.some(({ recipe }) => recipe.epochs > 1)
            ? [
                {
                    title: `epochs to ${percent(target)}`,
                    cell: ({ epochsToTarget }) => epochsToTarget.median === null ? "never" : String(epochsToTarget.median),
                },
            ]
            : []),
    ];
}
function meanOf(estimate) {
    return estimate ? percent(estimate.mean) : "–";
}
