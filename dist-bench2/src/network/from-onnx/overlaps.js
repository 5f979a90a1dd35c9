/** Stored tensors whose parts are used in ways that exclude each other. */
import { sizeOf } from "../../graph/tensor.js";
import { indicesAfter, keepsAll } from "./steps.js";
const stepsOf = ({ source, claim }) => [...source.steps, ...claim.steps];
/** The tensors of which two different parts share elements. */
export function overlappingTensors(uses) {
    const parts = new Map();
    for (const use of uses) {
        const steps = stepsOf(use);
        const key = keepsAll(steps) ? "all" : JSON.stringify(steps);
        const { stored } = use.source;
        parts.set(stored, (parts.get(stored) ?? new Map()).set(key, steps));
    }
    const overlapping = [...parts].filter(([stored, ways]) => {
        if (ways.size < 2)
            return false;
        const seen = new Uint8Array(sizeOf(stored.tensor.shape));
        for (const steps of ways.values()) {
            for (const index of indicesAfter(stored.tensor.shape, steps)) {
                if (seen[index] === 1)
                    return true;
                seen[index] = 1;
            }
        }
        return false;
    });
    return new Set(overlapping.map(([stored]) => stored));
}
