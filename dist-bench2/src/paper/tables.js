/** Tables 1 and 2, the paper's figures beside ours. */
import { estimate } from "../study/results/estimate.js";
import { failureKinds } from "../study/results/failures.js";
import { finalBySeed, finalValues } from "../study/results/figures.js";
import { methodOn } from "./method-runs.js";
import { accuracyTable, lossTable, paperMethods, paperProblems } from "./paper.js";
/**
 * The paper's four methods, and the others that were run. Averages are over the data sets, of the
 * seeds that all have.
 */
export function reproducedTable(problems, figure) {
    const printed = figure === "accuracy" ? accuracyTable : lossTable;
    const others = new Set(problems.flatMap(labelsOf).filter((label) => !isPaperMethod(label)));
    const columns = paperProblems.map(({ data }) => problems.find((one) => one.data.name === data));
    return {
        figure,
        columns: [...paperProblems.map(({ data, name }) => ({ data, name })), { data: "average", name: "average" }],
        rows: [...paperMethods, ...others].map((method) => {
            const paper = (data) => (isPaperMethod(method) ? printed[method][data] : null);
            const cells = columns.map((problem, i) => problem === undefined ? null : cellOf(problem, method, paper(paperProblems[i].data), figure));
            return { method, cells: [...cells, averageOf(columns, method, paper("average"), figure)] };
        }),
    };
}
function isPaperMethod(method) {
    return paperMethods.includes(method);
}
/** In the study's order. */
function labelsOf({ methods }) {
    return [...methods].sort((a, b) => a.method - b.method).map(({ label }) => label);
}
function keysOf(figure) {
    return figure === "accuracy"
        ? ["trainAccuracy", "evalTrainAccuracy", "testAccuracy"]
        : ["trainLoss", "evalTrainLoss", "testLoss"];
}
function cellOf(problem, label, paper, figure) {
    const method = methodOn(problem, label);
    if (method === undefined)
        return null;
    const { runs, learned, averaged, failures } = method;
    const [running, evaluated, test] = keysOf(figure).map((key) => estimate(finalValues(averaged, key)));
    return {
        paper,
        running,
        evaluated,
        test,
        stuck: learned.length === 0,
        runs: runs.length,
        failures: failureKinds.flatMap((kind) => (failures[kind] === 0 ? [] : `${failures[kind]} ${kind}`)).join(", "),
    };
}
/** Null where no seed has an averaged run on every data set. */
function averageOf(problems, label, paper, figure) {
    const columns = problems.map((problem) => (problem && methodOn(problem, label)?.averaged) ?? []);
    const seeds = columns[0]
        .map(({ seed }) => seed)
        .filter((seed) => columns.every((runs) => runs.some((run) => run.seed === seed)));
    if (seeds.length === 0)
        return null;
    const over = (key) => {
        const bySeed = columns.map((runs) => finalBySeed(runs, key));
        return estimate(seeds.flatMap((seed) => {
            const values = bySeed.flatMap((figures) => figures.get(seed) ?? []);
            return values.length < columns.length ? [] : values.reduce((sum, x) => sum + x, 0) / values.length;
        }));
    };
    const [running, evaluated, test] = keysOf(figure).map(over);
    return { paper, running, evaluated, test, stuck: false, runs: seeds.length, failures: "" };
}
