/** Claim 6: weights of standard deviation one saturate sigmoid and tanh. */
import { mean } from "../../statistics/index.js";
import { percent } from "./claim.js";
/**
 * Where more than this share of a layer's answers have |φ′| < 0.01, the layer's output "hardly
 * changes".
 */
export const SATURATED_FROM = 0.5;
/** Hidden layers of the network that the verdict rests on. */
export const DEPTH = 10;
/**
 * Holds for an activation whose average hidden layer is saturated under standard-normal weights.
 */
export function saturated({ stepZero }) {
    return ["sigmoid", "tanh"].map((activation) => {
        const says = `Weights of standard deviation one saturate ${activation}.`;
        const measured = stepZero.filter((one) => one.activation === activation && one.depth === DEPTH);
        const shares = new Map();
        for (const { method, saturated: layers } of measured) {
            if (layers !== null)
                shares.set(method, [...(shares.get(method) ?? []), mean(layers)]);
        }
        const standard = shares.get("standard-normal");
        if (standard === undefined)
            return { says, verdict: "cannot be told", evidence: ["Not measured."] };
        const { width, data } = measured[0];
        const list = [...shares].map(([method, seeds]) => `${method} ${percent(mean(seeds), 1)}`).join(", ");
        return {
            says,
            verdict: standard.every((share) => share > SATURATED_FROM) ? "holds" : "does not hold",
            evidence: [
                `Share of answers with |φ′| < 0.01, mean over ${DEPTH} hidden layers of ${width} ${activation} units on ` +
                    `${data} at step 0: ${list} (mean over ${standard.length} seeds).`,
            ],
        };
    });
}
