/** Claim 8: who needs fewer epochs, and less time, to the same accuracy. */
import { pairBySeed, verdictSentence } from "../../statistics/index.js";
import { learnedRuns } from "../method-runs.js";
import { paperProblems } from "../paper.js";
import { percent, together, withoutRuns } from "./claim.js";
import { judgeGroups } from "./judge-groups.js";
const others = ["xavier-fan-in", "random"];
/** Null where a run never reaches the target. */
export function wayTo({ epochs }, target) {
    const at = epochs.findIndex(({ trainAccuracy }) => trainAccuracy >= target);
    if (at < 0)
        return null;
    const reached = epochs[at].trainAccuracy;
    const before = epochs[at - 1]?.trainAccuracy;
    const part = before === undefined ? 1 : (target - before) / (reached - before);
    const seconds = epochs.slice(0, at).reduce((sum, epoch) => sum + epoch.seconds, 0);
    return { epochs: at + part, seconds: seconds + part * epochs[at].seconds };
}
/**
 * The target of a data set is the highest running training accuracy that every run of the three
 * methods reaches, so that none is left out. A method that learned nothing cannot be timed and is
 * named.
 */
export function heFaster(problems) {
    const timed = paperProblems.flatMap(({ data, name }) => {
        const problem = problems.find((one) => one.data.name === data);
        return problem === undefined ? [] : [timedProblem(problem, name)];
    });
    const names = timed.map(({ name }) => name);
    const absent = paperProblems.map(({ name }) => name).filter((name) => !names.includes(name));
    return ["epochs", "seconds"].flatMap((figure) => {
        const says = `He needs ${figure === "epochs" ? "fewer epochs" : "less time"} than Xavier and random`;
        const verdicts = judgeGroups(timed.map(({ differences }) => differences(figure)), "lower");
        const parts = timed.map(({ name, target, never, tooShort }, i) => {
            const pairs = verdicts[i];
            const words = {
                figure: `the way to ${percent(target)} running training accuracy on ${name}`,
                unit: figure,
                scale: 1,
                decimals: figure === "epochs" ? 2 : 1,
            };
            const missing = never.map((method) => `No run of ${method} on ${name} learned anything within this budget.`);
            const sentences = tooShort
                ? ["One epoch has no way to go."]
                : pairs.map((verdict) => `${verdictSentence(verdict, words)}.`);
            const kinds = tooShort ? [] : [...pairs.map(kindOf), ...never.map(() => "cannot be told")];
            return { says: `${says} on ${name}.`, verdict: together(kinds), evidence: [...sentences, ...missing] };
        });
        return [...parts, ...withoutRuns(says, absent)];
    });
}
function timedProblem(problem, name) {
    const runs = new Map(["he", ...others].map((method) => [method, learnedRuns(problem, method)]));
    const all = [...runs.values()].flat();
    const target = Math.min(...all.map(({ epochs }) => Math.max(...epochs.map(({ trainAccuracy }) => trainAccuracy))));
    const ways = (method, figure) => new Map(runs.get(method).map((run) => [run.seed, wayTo(run, target)[figure]]));
    const never = [...runs].filter(([, learned]) => learned.length === 0).map(([method]) => method);
    return {
        name,
        target,
        /** Those of the three methods that have no run that learned. */
        never,
        tooShort: all.every(({ epochs }) => epochs.length < 2),
        differences: (figure) => others
            .filter((b) => !never.includes("he") && !never.includes(b))
            .map((b) => ({ a: "he", b, ...pairBySeed(ways("he", figure), ways(b, figure)) })),
    };
}
function kindOf({ kind, winner }) {
    if (kind !== "winner")
        return "cannot be told";
    return winner === "he" ? "holds" : "does not hold";
}
