/** Whether training fits the memory of the machine: checked before anything is trained. */
import { InputError } from "../../../errors.js";
import { trainingMemory } from "../../../training/memory.js";
import { trainingKey } from "../../plan/cell.js";
import { modelOf } from "../../plan/user-modules.js";
/** Bytes of a process before it trains: Node, ONNX Runtime, our code (`npm run bench:memory`). */
const PROCESS_BYTES = 120 * 2 ** 20;
/**
 * What cells take: one entry per network, data set and recipe among them.
 *
 * @param users the user's networks
 */
export function cellMemories(cells, data, users, { recompute = false, replicas = 1 } = {}) {
    return groupsOf(cells).map(({ cell, count }) => {
        const { model, limit, validation, data: name } = cell.problem;
        const { shape, classes, trainSamples, testSamples, type } = data.find((one) => one.name === name);
        const layers = modelOf(model, users).build({ input: shape, classes }, model.options);
        const one = trainingMemory(layers, cell.method.recipe, {
            shape,
            type,
            classes,
            trainSamples: limit ?? trainSamples,
            testSamples,
            ...(validation === undefined ? {} : { validation }),
        });
        const runs = Math.min(replicas, count);
        const memory = {
            parameters: runs * one.parameters,
            slots: runs * one.slots,
            activations: runs * one.activations,
            evaluation: runs * one.evaluation,
            data: one.data,
            total: runs * (one.total - one.data) + one.data,
        };
        const least = PROCESS_BYTES + memory.total - (recompute ? memory.activations : 0);
        return { cell, runs, ...memory, least };
    });
}
function groupsOf(cells) {
    const groups = new Map();
    // Cells of one problem and method share these objects, for which one key is enough.
    const ofPlan = new Map();
    for (const cell of cells) {
        const ofProblem = ofPlan.get(cell.problem) ?? new Map();
        ofPlan.set(cell.problem, ofProblem);
        let group = ofProblem.get(cell.method);
        if (group === undefined) {
            const key = trainingKey(cell);
            group = groups.get(key) ?? { cell, count: 0 };
            groups.set(key, group);
            ofProblem.set(cell.method, group);
        }
        group.count++;
    }
    return [...groups.values()];
}
/**
 * Refuses what one process cannot hold.
 *
 * @param there bytes of memory that all processes together may use
 * @returns a notice where so many processes may need more than there is
 * @throws InputError naming the network, what it needs and the remedy
 */
export function mustFitMemory(memories, there, jobs) {
    const largest = memories.toSorted((a, b) => b.least - a.least)[0];
    if (largest === undefined)
        return undefined;
    const { cell, runs, least, parameters, slots, activations, data } = largest;
    const { problem, method } = cell;
    const network = runs === 1 ? problem.model.label : `${runs} × ${problem.model.label} at once`;
    if (least > there) {
        const parts = [
            `${size(parameters)} of parameters`,
            ...(slots > 0 ? [`${size(slots)} of ${method.recipe.optimizer.kind}'s slots`] : []),
            `${size(activations)} of activations and gradients at batch ${method.recipe.batch}`,
            `${size(data)} of data`,
        ];
        throw new InputError(`Training ${network} on ${problem.data} needs ${size(least)} of memory at least (${parts.join(", ")}), and there are ${size(there)}. Take ${runs === 1 ? "" : "fewer --replicas, "}a smaller --batch or network, or --recompute, which keeps less of the forward pass.`);
    }
    if (jobs * least <= there)
        return undefined;
    const fitting = Math.floor(there / least);
    return `${jobs} processes that train ${network} on ${problem.data} need ${size(jobs * least)} of memory, and there are ${size(there)}: some may be killed. --jobs ${fitting} fits.`;
}
/** In powers of 1024, as memory is sold. */
function size(bytes) {
    const gib = bytes / 2 ** 30;
    if (gib >= 0.95)
        return `${gib < 9.95 ? gib.toFixed(1) : Math.round(gib).toLocaleString("en")} GiB`;
    return `${Math.max(1, Math.round(bytes / 2 ** 20))} MiB`;
}
