import { failureRate, interquartileMean, median } from "../../statistics/index.js";
import { overrideRecipe } from "../plan/recipe-overrides.js";
import { summarizeCurves, targetOf } from "./curves.js";
import { estimateOf } from "./estimate.js";
import { countFailures, failuresOf } from "./failures.js";
import { finalValues } from "./figures.js";
import { identicalMethods } from "./identical.js";
/**
 * The methods of a problem that have at least one run, by rank. Those that never learned come last,
 * in the study's order.
 *
 * @param groups the problem's runs by the index of their method
 */
export function methodOutcomes(study, model, groups) {
    const methods = groups.flatMap((runs, method) => (runs.length === 0 ? [] : [summarize(study, model, method, runs)]));
    const best = Math.max(...methods.map(({ testAccuracy }) => testAccuracy?.mean ?? 0));
    const target = targetOf(study, best);
    const same = identicalMethods(methods);
    return ranked(methods.map((method) => ({
        ...method,
        sameAs: same.get(method.label) ?? null,
        ...summarizeCurves(method.runs, method.learned, target),
    })));
}
/**
 * The runs that a method's figures average: those that learned; if none did, the stuck ones. Runs
 * that diverged, crashed or were refused never count.
 */
function averagedRuns(runs, learned) {
    return learned.length > 0 ? learned : runs.filter(({ ending }) => ending === "stuck");
}
function summarize({ methods, evaluateTrain, validation }, model, method, runs) {
    const { label, recipe } = methods[method];
    const learned = runs.filter(({ ending }) => ending === "learned");
    const averaged = averagedRuns(runs, learned);
    const accuracies = finalValues(averaged, "testAccuracy");
    const over = (figure) => estimateOf(figure, averaged);
    const { rate, low, high } = failureRate(runs.length - learned.length, runs.length);
    return {
        method,
        label,
        recipe: overrideRecipe(model.recipe, recipe),
        runs,
        learned,
        averaged,
        failures: countFailures(runs),
        failureRate: { rate, low, high },
        testAccuracy: over("testAccuracy"),
        median: accuracies.length === 0 ? null : median(accuracies),
        interquartileMean: accuracies.length === 0 ? null : interquartileMean(accuracies),
        testLoss: over("testLoss"),
        trainAccuracy: over("trainAccuracy"),
        trainLoss: over("trainLoss"),
        ...(evaluateTrain !== false && {
            evalTrainAccuracy: over("evalTrainAccuracy"),
            evalTrainLoss: over("evalTrainLoss"),
        }),
        ...(validation !== undefined && {
            validationAccuracy: over("validationAccuracy"),
            validationLoss: over("validationLoss"),
        }),
    };
}
/** Ranks; methods with equal failures and equal accuracy share one. */
function ranked(methods) {
    const failed = (method) => failuresOf(method) / method.runs.length;
    // In thousand-millionths: the last bits of a mean depend on the order of its sum.
    const accuracy = (method) => Math.round(1e9 * (method.testAccuracy?.mean ?? -1));
    const order = (a, b) => failed(a) - failed(b) || accuracy(b) - accuracy(a);
    const sorted = methods.filter(({ learned }) => learned.length > 0).sort(order);
    const rankOf = (method) => 1 + sorted.findIndex((other) => order(other, method) === 0);
    return [
        ...sorted.map((method) => ({ ...method, rank: rankOf(method) })),
        ...methods.filter(({ learned }) => learned.length === 0).map((method) => ({ ...method, rank: null })),
    ];
}
