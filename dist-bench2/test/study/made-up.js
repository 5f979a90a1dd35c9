import { sha256 } from "../../src/study/plan/node/sha256.js";
import { analyse } from "../../src/study/results/outcome.js";
import { recordOf } from "../../src/study/results/records.js";
import { planned } from "./planned.js";
/** A study of three seeds, unless the options say otherwise; see `planned`. */
export function study(options = {}, data) {
    return planned({ seeds: [0, 1, 2], ...options }, data).study;
}
/** The records of a study's runs, in its order; runs without a result are missing. */
export function records(of, resultOf) {
    return of.problems.flatMap(({ data, model }, problem) => of.methods.flatMap(({ label, initializer }, method) => of.seeds.flatMap((seed) => {
        const result = resultOf({ data, model, method: label, init: initializer.name, seed });
        const id = sha256(`${data} ${model} ${label} ${seed}`).slice(0, 32);
        return result === undefined ? [] : [recordOf(of, { id, problem, method, seed }, result)];
    })));
}
/**
 * A finished run with these test accuracies after its epochs; the other figures follow from them.
 */
export function done(testAccuracies) {
    return {
        status: "done",
        epochs: testAccuracies.map((testAccuracy, i) => ({
            epoch: i + 1,
            trainAccuracy: testAccuracy > 0.1 ? Math.min(1, testAccuracy + 0.01) : testAccuracy,
            trainLoss: testAccuracy > 0.1 ? 1 - testAccuracy : 2.3024,
            testAccuracy,
            testLoss: testAccuracy > 0.1 ? 2 * (1 - testAccuracy) : Math.LN10,
            seconds: 1.5,
        })),
    };
}
/** A run that failed before its first epoch ended. */
export function failed(status, reason) {
    return { status, epochs: [], reason };
}
/** A result of a planned cell. */
export const resultOf = (cell, result) => ({ cell, ...result });
/** The records of these runs; what is not named is missing. */
export function recordsFrom(of, runs) {
    return records(of, ({ init, seed }) => {
        const run = runs[init]?.[seed];
        if (run === undefined)
            return undefined;
        if (run === "diverged")
            return failed(run, `the loss was NaN at step ${seed + 3} (epoch 1)`);
        return run === "crashed" ? failed(run, "its process died of SIGSEGV") : done(run);
    });
}
/** The outcome of a made-up study with these runs. */
export function outcomeOf(options, runs) {
    const of = study(options);
    return analyse(of, recordsFrom(of, runs), { runtimes: ["r"] });
}
/** The methods of its only problem. */
export const methodsOf = (options, runs) => outcomeOf(options, runs).problems[0].methods;
