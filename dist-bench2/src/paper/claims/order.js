/**
 * Claims 2 to 4: who is first, second and third, on each data set and on average, judged from
 * paired seeds.
 */
import { allPairs, verdictSentence } from "../../statistics/index.js";
import { figureNames, finalBySeed } from "../../study/results/figures.js";
import { finishedRuns, learnedRuns } from "../method-runs.js";
import { paperNames, paperProblems } from "../paper.js";
import { together, withoutRuns } from "./claim.js";
import { judgeGroups } from "./judge-groups.js";
/** As the paper ranks them, so that differences read forwards. */
const ranked = ["he", "xavier-fan-in", "random", "zero"];
/**
 * Judges every pair. Stuck runs count with the figure that they have: a run at chance is below one
 * that is not. Diverged and crashed runs have none.
 *
 * @param figure accuracies are better higher, losses lower
 */
export function judgeOrder(problems, figure) {
    const measured = paperProblems.flatMap(({ data, name }) => {
        const problem = problems.find((one) => one.data.name === data);
        if (problem === undefined)
            return [];
        const methods = ranked.map((method) => ({
            name: method,
            bySeed: finalBySeed(finishedRuns(problem, method), figure),
        }));
        const stuck = ranked.filter((method) => finishedRuns(problem, method).length > 0 && learnedRuns(problem, method).length === 0);
        return [{ name, methods, stuck }];
    });
    const everywhere = ranked.filter((method) => measured.every(({ stuck }) => stuck.includes(method)));
    const averaged = measured.length < paperProblems.length ? [] : [{ name: "average", methods: averages(measured), stuck: everywhere }];
    const places = [...measured, ...averaged].map(({ name, methods, stuck }) => ({
        name,
        stuck,
        pairs: allPairs(methods),
    }));
    const better = figure.endsWith("Loss") ? "lower" : "higher";
    const verdicts = judgeGroups(places.map(({ pairs }) => pairs), better);
    return { figure, places: places.map(({ name, stuck }, i) => ({ name, stuck, verdicts: verdicts[i] })) };
}
/** Means over the data sets, of the seeds that all have. */
function averages(places) {
    return ranked.map((name, i) => {
        const maps = places.map(({ methods }) => methods[i].bySeed);
        const seeds = [...maps[0].keys()].filter((seed) => maps.every((map) => map.has(seed)));
        const mean = (seed) => maps.reduce((sum, map) => sum + map.get(seed), 0) / maps.length;
        return { name, bySeed: new Map(seeds.map((seed) => [seed, mean(seed)])) };
    });
}
/**
 * A part per place: each method of `above` must beat each of `below`. Places without runs are one
 * part together.
 */
export function orderParts({ figure, places }, above, below, says) {
    const parts = places.map((place) => {
        const where = place.name === "average" ? "on average over the data sets" : `on ${place.name}`;
        const pairs = above.flatMap((a) => below.map((b) => ({ a, verdict: verdictOn(place, a, b) })));
        return {
            says: `${says} ${where}.`,
            verdict: together(pairs.map(({ a, verdict }) => kindOf(verdict, a, place))),
            evidence: pairs.map(({ verdict }) => bothStuck(verdict, place)
                ? `${verdict.a} and ${verdict.b} both learned nothing ${where}; their differences mean nothing.`
                : `${verdictSentence(verdict, nameOf(figure, where))}.`),
        };
    });
    const names = [...paperProblems.map(({ name }) => name), "average"];
    return [
        ...parts,
        ...withoutRuns(says, names.filter((name) => places.every((place) => place.name !== name))),
    ];
}
function verdictOn({ verdicts }, a, b) {
    return verdicts.find((one) => (one.a === a && one.b === b) || (one.a === b && one.b === a));
}
function bothStuck({ a, b }, { stuck }) {
    return stuck.includes(a) && stuck.includes(b);
}
function kindOf(verdict, winner, place) {
    if (verdict.kind !== "winner" || bothStuck(verdict, place))
        return "cannot be told";
    return verdict.winner === winner ? "holds" : "does not hold";
}
function nameOf(figure, where) {
    const loss = figure.endsWith("Loss");
    const name = `${figureNames[figure]} ${where}`;
    return loss
        ? { figure: name, unit: "", scale: 1, decimals: 4 }
        : { figure: name, unit: "points", scale: 100, decimals: 2 };
}
/** Claim 2: He above Xavier and random. */
export const heFirst = (order) => orderParts(order, ["he"], ["xavier-fan-in", "random"], `${paperNames.he} is first`);
/** Claim 3: Xavier above random, random above zero; that He is above Xavier is claim 2. */
export const xavierSecond = (order) => [
    ...orderParts(order, ["xavier-fan-in"], ["random"], "Xavier is above random"),
    ...orderParts(order, ["random"], ["zero"], "Random is above zero"),
];
/** Claim 4: He below Xavier below random below zero, in loss. */
export const lossOrder = (order) => [
    ...orderParts(order, ["he"], ["xavier-fan-in"], "He's loss is below Xavier's"),
    ...orderParts(order, ["xavier-fan-in"], ["random"], "Xavier's loss is below random's"),
    ...orderParts(order, ["random"], ["zero"], "Random's loss is below zero's"),
];
