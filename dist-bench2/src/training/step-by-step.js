import { epochInputs, runsOfEpoch } from "./epoch-inputs.js";
import { oneRun } from "./state.js";
import { names } from "./train-graph.js";
/**
 * The steps of a training, one by one, over as many epochs as the caller takes steps of. They are
 * those of `trainEpoch`, bit for bit on one kind of processor.
 *
 * @param problem compiled with `stepsAtOnce: 1`, without replicas
 */
export async function* stepByStep(problem, start, streams) {
    oneRun("stepByStep", "trainReplicas", problem);
    const { memory } = problem;
    let { tensors, step } = start;
    for (let epoch = start.epoch;; epoch++) {
        const inputsOf = epochInputs(problem, epoch, [streams]);
        for (const { compiled, from } of runsOfEpoch(problem)) {
            const { inputs, rows } = inputsOf(compiled, from, step, tensors);
            const outputs = await compiled.session.run(inputs);
            const next = Object.fromEntries(Object.keys(tensors).map((name) => [name, outputs[names.next(name)]]));
            if (tensors !== start.tensors)
                memory?.free(tensors);
            tensors = next;
            step++;
            const loss = { [names.loss]: outputs[names.loss] };
            const read = (await memory?.read({ ...tensors, ...loss })) ?? { ...tensors, ...loss };
            yield { step, loss: Number(read[names.loss].data[0]) / rows[0], tensors: read };
        }
    }
}
