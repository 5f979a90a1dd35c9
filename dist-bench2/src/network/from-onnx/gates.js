import { meetingOf, nodesBetween } from "./meeting.js";
import { isMovement, valuesFromInputs } from "./neighbourhood.js";
/** Operators whose results are shares between 0 and 1. */
const shares = new Set(["Sigmoid", "HardSigmoid", "Softmax"]);
/**
 * The nodes of kernels from which only the gate of a product is computed.
 *
 * @param kernels the nodes that read kernels
 */
export function gateKernels(outline, kernels) {
    const gates = new Set();
    const fromInputs = valuesFromInputs(outline);
    for (const { operator, inputs } of outline.nodes) {
        const [a, b] = inputs;
        if (operator !== "Mul" || a === undefined || b === undefined || isShare(a) === isShare(b))
            continue;
        if (!fromInputs.has(a) || !fromInputs.has(b))
            continue;
        const [gate, passing] = isShare(a) ? [a, b] : [b, a];
        const meeting = meetingOf(outline, gate, passing, fromInputs);
        if (meeting === undefined)
            continue;
        for (const node of nodesBetween(meeting.common, gate, meeting.aboveA))
            if (kernels.has(node))
                gates.add(node);
    }
    return gates;
}
/** Whether a value is a share, moved at most. */
function isShare({ producer }) {
    if (producer === undefined)
        return false;
    if (shares.has(producer.operator))
        return true;
    return isMovement(producer) && producer.inputs[0] !== undefined && isShare(producer.inputs[0]);
}
