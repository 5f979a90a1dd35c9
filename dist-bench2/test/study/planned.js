import { requestStudy } from "../../src/study/plan/options.js";
import { chooseStudy, planStudy } from "../../src/study/plan/plan-study.js";
import { noUserModules } from "../../src/study/plan/user-modules.js";
export const glyphs = {
    name: "glyphs",
    checksum: "a".repeat(64),
    shape: [1, 28, 28],
    classes: 10,
    trainSamples: 10_000,
    testSamples: 2000,
    majority: { className: "ring", share: 0.1 },
    training: { className: "ring", share: 0.1, entropy: Math.LN10 },
};
/** A study of these options, on data sets of which only the descriptions are needed. */
export function planned(options = {}, data = [glyphs], users = noUserModules) {
    const request = requestStudy({
        models: "mlp",
        inits: ["he", "zero"],
        data: data.map(({ name }) => name),
        ...options,
    });
    return planStudy(chooseStudy(request, users), data, users);
}
/** "glyphs mlp he 4". */
export function labelOf({ problem, method, seed }) {
    return [problem.data, problem.model.label, method.label, seed].join(" ");
}
/** A cell for tests that train nothing: `method` is the name of its initializer. */
export function bareCell(seed, method = "fine", data = "tiny") {
    const recipe = {
        loss: "cross-entropy",
        optimizer: { kind: "sgd", learningRate: 0.1 },
        batch: 1,
        epochs: 1,
    };
    return {
        id: `${data}-${method}-${seed}`,
        problem: { data, dataChecksum: data, model: { label: "mlp", name: "mlp", options: {} } },
        method: { label: method, initializer: { label: method, name: method, options: {} }, recipe },
        seed,
    };
}
