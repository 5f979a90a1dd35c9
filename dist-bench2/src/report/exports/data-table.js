/** A study's outcome as flat tables, which CSV and Parquet are written from. */
import { failureKinds } from "../../study/results/failures.js";
import { compareOutput } from "../../study/results/output.js";
/**
 * The tables of a study, with a row per epoch (`epochs`), per run (`runs`), per method on a problem
 * (`summary`), per pair of methods (`verdicts`). Accuracies are fractions, losses means per sample;
 * names are those of the JSON. A column that has no value anywhere is left out.
 *
 * @param output the object of `compare --json`, if the caller has it
 */
export function dataTables(outcome, output = compareOutput(outcome)) {
    return [...tablesOf(output)];
}
/** The same tables, each made when it is asked for. */
export function* tablesOf({ runs, summary, verdicts }) {
    yield epochTable(runs);
    yield runTable(runs);
    yield summaryTable(summary);
    yield verdictTable(verdicts);
}
const problemColumns = {
    data: text((row) => row.data),
    model: text((row) => row.model),
};
const methodColumns = { ...problemColumns, method: text((row) => row.method) };
function epochTable(runs) {
    return table("epochs", epochRows(runs), {
        id: text(({ id }) => id),
        ...methodColumns,
        seed: large(({ seed }) => seed),
        epoch: whole(({ epoch }) => epoch),
        trainAccuracy: real(({ trainAccuracy }) => trainAccuracy),
        trainLoss: real(({ trainLoss }) => trainLoss),
        evalTrainAccuracy: real(({ evalTrainAccuracy }) => evalTrainAccuracy),
        evalTrainLoss: real(({ evalTrainLoss }) => evalTrainLoss),
        validationAccuracy: real(({ validationAccuracy }) => validationAccuracy),
        validationLoss: real(({ validationLoss }) => validationLoss),
        testAccuracy: real(({ testAccuracy }) => testAccuracy),
        testLoss: real(({ testLoss }) => testLoss),
        seconds: real(({ seconds }) => seconds),
    });
}
/** A row per epoch; each lives until the next one is asked for. */
function* epochRows(runs) {
    for (const { id, data, model, method, seed, epochs } of runs) {
        for (const epoch of epochs)
            yield { id, data, model, method, seed, ...epoch };
    }
}
function runTable(runs) {
    return table("runs", runs, {
        id: text(({ id }) => id),
        ...methodColumns,
        seed: large(({ seed }) => seed),
        ending: text(({ ending }) => ending),
        reason: text(({ reason }) => reason),
        step: large(({ step }) => step),
        epochs: whole(({ epochs }) => epochs.length),
        trainAccuracy: real(({ epochs }) => epochs.at(-1)?.trainAccuracy),
        trainLoss: real(({ epochs }) => epochs.at(-1)?.trainLoss),
        testAccuracy: real(({ epochs }) => epochs.at(-1)?.testAccuracy),
        testLoss: real(({ epochs }) => epochs.at(-1)?.testLoss),
        seconds: real(({ epochs }) => epochs.reduce((sum, { seconds }) => sum + seconds, 0)),
    });
}
function summaryTable(methods) {
    const failures = failureKinds.map((kind) => [kind, whole(({ failures }) => failures[kind])]);
    return table("summary", methods, {
        ...methodColumns,
        rank: whole(({ rank }) => rank),
        runs: whole(({ runs }) => runs),
        ...Object.fromEntries(failures),
        failureRate: real(({ failureRate }) => failureRate.rate),
        failureRateLow: real(({ failureRate }) => failureRate.low),
        failureRateHigh: real(({ failureRate }) => failureRate.high),
        testAccuracyN: whole(({ testAccuracy }) => testAccuracy?.n),
        testAccuracyMean: real(({ testAccuracy }) => testAccuracy?.mean),
        testAccuracyLow: real(({ testAccuracy }) => testAccuracy?.low),
        testAccuracyHigh: real(({ testAccuracy }) => testAccuracy?.high),
        testAccuracyMedian: real(({ median }) => median),
        testAccuracyInterquartileMean: real(({ interquartileMean }) => interquartileMean),
        testLossMean: real(({ testLoss }) => testLoss?.mean),
        trainAccuracyMean: real(({ trainAccuracy }) => trainAccuracy?.mean),
        trainLossMean: real(({ trainLoss }) => trainLoss?.mean),
        evalTrainAccuracyMean: real(({ evalTrainAccuracy }) => evalTrainAccuracy?.mean),
        validationAccuracyMean: real(({ validationAccuracy }) => validationAccuracy?.mean),
        target: real(({ epochsToTarget }) => epochsToTarget.target),
        epochsToTargetMedian: real(({ epochsToTarget }) => epochsToTarget.median),
        targetReached: whole(({ epochsToTarget }) => epochsToTarget.reached),
        areaUnderCurveMean: real(({ areaUnderCurve }) => areaUnderCurve?.mean),
    });
}
function verdictTable(problems) {
    return table("verdicts", pairRows(problems), {
        ...problemColumns,
        a: text(({ a }) => a),
        b: text(({ b }) => b),
        kind: text(({ kind }) => kind),
        winner: text(({ winner }) => winner),
        n: whole(({ n }) => n),
        basis: text(({ basis }) => basis),
        mean: real(({ mean }) => mean),
        low: real(({ low }) => low),
        high: real(({ high }) => high),
        median: real(({ median }) => median?.value),
        medianLow: real(({ median }) => median?.low),
        medianHigh: real(({ median }) => median?.high),
        medianLevel: real(({ median }) => median?.level),
        departure: text(({ departure }) => departure?.kind),
        p: real(({ p }) => p),
        correctedP: real(({ correctedP }) => correctedP),
        family: whole(({ family }) => family),
        ahead: whole(({ sign }) => sign?.ahead),
        behind: whole(({ sign }) => sign?.behind),
        signP: real(({ sign }) => sign?.p),
        signSmallestP: real(({ sign }) => sign?.smallestP),
        permutationP: real(({ permutation }) => permutation?.p),
        permutationSmallestP: real(({ permutation }) => permutation?.smallestP),
        wilcoxonP: real(({ wilcoxon }) => wilcoxon?.p),
        wilcoxonSmallestP: real(({ wilcoxon }) => wilcoxon?.smallestP),
        seedsNeeded: whole(({ needed }) => needed?.seeds),
        sentence: text(({ sentence }) => sentence),
    });
}
function* pairRows(problems) {
    for (const { data, model, verdicts } of problems) {
        for (const pair of verdicts)
            yield { data, model, ...pair };
    }
}
function text(of) {
    return { type: "text", of };
}
function whole(of) {
    return { type: "whole", of };
}
function large(of) {
    return { type: "large", of };
}
/** A number that is not finite is no value: CSV and Parquet have what JSON has. */
function real(of) {
    const finite = (value) => (Number.isFinite(value) ? value : null);
    return { type: "real", of: (row) => finite(of(row)) };
}
function table(name, rows, specification) {
    const columns = Object.entries(specification).map(([column, { type, of }]) => ({
        name: column,
        type,
        of,
        values: [],
    }));
    for (const row of rows)
        for (const { of, values } of columns)
            values.push(of(row) ?? null);
    const hasValues = ({ values }) => values.length === 0 || values.some((value) => value !== null);
    return { name, columns: columns.filter(hasValues).map(({ of: _, ...column }) => column) };
}
