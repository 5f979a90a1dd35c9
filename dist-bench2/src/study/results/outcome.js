/**
 * The outcome of a study, computed once from its records. The table, JSON, page, figures, data
 * files and the paper's claims all show it and compute nothing. Read this first; `records.ts`
 * defines a run, `methods.ts` the averages.
 */
import { version } from "../../version.js";
import { compareAcross } from "./across.js";
import { adviceOn } from "./advise.js";
import { trainedSamples } from "./chance.js";
import { evidence } from "./evidence.js";
import { methodOutcomes } from "./methods.js";
import { judgeMethods } from "./verdicts.js";
/**
 * Analyses a study: means with intervals, ranks, verdicts and sentences of every problem, and the
 * methods over all problems. The time grows linearly with the records and with the square of the
 * number of methods, since every pair is judged.
 *
 * @param records the runs so far, in any order
 * @example
 * import { analyse } from "stepzero/study";
 * import { readFolder, runStudy } from "stepzero/node";
 *
 * await runStudy({ inits: ["he", "zero"], seeds: 2, epochs: 1, limit: 256 }, { out: "results" });
 * const { study, records } = readFolder("results", console.error);
 * const { problems } = analyse(study, records);
 * console.log(problems[0]?.advice.sentences.join("\n"));
 */
export function analyse(study, records, { runtimes = [], stepzero = version } = {}) {
    const problems = groupRuns(study, records).flatMap((groups, i) => groups.every((runs) => runs.length === 0) ? [] : [problemOutcome(study, i, groups)]);
    return { study, stepzero, runtimes, problems, across: compareAcross(study, problems) };
}
/** `groups[problem][method]`: its records in the order of the study's seeds. */
function groupRuns({ problems, methods, seeds }, records) {
    const groups = problems.map(() => methods.map(() => []));
    for (const record of records)
        groups[record.problem][record.method].push(record);
    const order = new Map(seeds.map((seed, i) => [seed, i]));
    const placeOf = ({ seed }) => order.get(seed) ?? seeds.length;
    for (const runs of groups.flat())
        runs.sort((a, b) => placeOf(a) - placeOf(b));
    return groups;
}
function problemOutcome(study, index, groups) {
    const { data: name, model: label } = study.problems[index];
    const data = study.data.find((one) => one.name === name);
    const model = study.models.find((one) => one.label === label);
    const methods = methodOutcomes(study, model, groups);
    const { baseline, margin } = study;
    const verdicts = judgeMethods(methods, { margin, baseline, testSamples: data.testSamples });
    return {
        id: `problem-${index + 1}`,
        title: `${name} × ${label}`,
        data,
        model,
        methods,
        runs: groups.flat(),
        verdicts,
        advice: adviceOn({ methods, verdicts, baseline }),
        sentences: evidence({ data, methods, verdicts, samples: trainedSamples(study, data) }),
        missing: study.methods.flatMap(({ label: method }, at) => {
            const present = new Set(groups[at].map(({ seed }) => seed));
            return study.seeds.filter((seed) => !present.has(seed)).map((seed) => ({ method, seed }));
        }),
    };
}
