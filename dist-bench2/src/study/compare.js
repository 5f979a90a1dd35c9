import { glyphs } from "../data/glyphs.js";
import { InputError } from "../errors.js";
import { allInitializers } from "../initializers/index.js";
import { models as namedModels } from "../network/models/index.js";
import { checkRuntime } from "../training/check-runtime.js";
import { describeDataset } from "./plan/description.js";
import { requestStudy } from "./plan/options.js";
import { chooseStudy, networkNotes, planStudy } from "./plan/plan-study.js";
import { sameWeightNotes } from "./plan/same-weights.js";
import { initializerOf, modelOf } from "./plan/user-modules.js";
import { analyse } from "./results/outcome.js";
import { recordsOf } from "./results/records.js";
import { conduct } from "./run/conduct.js";
import { inProcess } from "./run/in-process.js";
import { memoryStore } from "./run/memory-store.js";
/**
 * Compares initializers: trains every network on every data set from every initializer with every
 * seed, in this process, and analyses the runs. In Node, `runStudy` of "stepzero/node" does the
 * same for names and files, in one process per core.
 *
 * @param inits initializers as objects, or as texts of the command line ("random:std=0.1")
 * @returns ranks, intervals, verdicts and sentences, problem by problem
 * @throws InputError for options that are not legal, for a network or method that does not fit, and
 *   for objects of the user's together with a `store`
 * @example
 * import { compare, glorotUniform, he } from "stepzero";
 * import { loadRuntime } from "stepzero/node";
 *
 * const { runtime } = await loadRuntime();
 * const short = { models: "mlp:depth=2", seeds: 3, epochs: 1, limit: 640 };
 * const { problems } = await compare([he, glorotUniform], { ...short, runtime });
 * console.log(problems[0]?.advice.sentences.join("\n"));
 */
export async function compare(inits, options) {
    const { data = "glyphs", models = "mlp", runtime, replicas, signal, onEvent, store, clock, ...rest } = options;
    const datasets = new Map(listed(data)
        .map((one) => datasetOf(one))
        .map((one) => [one.name, one]));
    checkRuntime("compare", runtime);
    const { names: modelNames, objects: modelObjects } = namesOf("models", "a network", listed(models), namedModels);
    const { names, objects } = namesOf("inits", "an initializer", listed(inits), allInitializers);
    if (store !== undefined)
        mustHaveChecksums([...modelObjects, ...objects]);
    const users = {
        models: modelObjects.map((model) => ({ written: model.name, model, file: fileOf(model) })),
        initializers: objects.map((initializer) => ({ written: initializer.name, initializer })),
    };
    const request = requestStudy({ ...rest, data: [...datasets.keys()], models: modelNames, inits: names });
    mustHaveNoReading(request.reading);
    const { leftOut, ...planned } = planStudy(chooseStudy(request, users), [...datasets.values()].map((dataset) => describeDataset(dataset, request.limit)), users);
    const notes = [...networkNotes(planned.study, users), ...sameWeightNotes(planned.study, users)];
    for (const message of [...leftOut, ...notes])
        onEvent?.({ kind: "notice", message });
    const { study, results, runtimes } = await conduct(planned, {
        executor: inProcess({
            runtime,
            datasets: { load: async (name) => datasets.get(name) },
            modules: {
                initializer: async (choice) => initializerOf(choice, users),
                model: async (choice) => modelOf(choice, users),
            },
            clock: clock ?? (() => 0),
            replicas,
        }),
        store: store ?? memoryStore(),
        signal,
        onEvent,
    });
    return analyse(study, recordsOf(study, results), { runtimes });
}
function listed(value) {
    return Array.isArray(value) ? value : [value];
}
function datasetOf(data) {
    if (typeof data === "object" && data !== null && "train" in data)
        return data;
    if (data === "glyphs")
        return glyphs();
    throw new InputError(`The data set "${String(data)}" is not built in; only "glyphs" is. Load it first: ` +
        'await loadDataset(name, places) of "stepzero/node" returns a data set that compare takes.');
}
/** Data sets are objects here: what says how to read a file would do nothing. */
function mustHaveNoReading(reading) {
    const [key] = Object.keys(reading ?? {});
    if (key === undefined)
        return;
    throw new InputError(`compare: ${key} says how a file is read, and data sets are objects here. Give it to loadUserData(path, { ${key}: … }) of "stepzero/node", or use runStudy of "stepzero/node", which reads files.`);
}
/**
 * Refuses objects of the user's: an object has no checksum, so that a store could return the result
 * of another one with the same name.
 */
function mustHaveChecksums(objects) {
    const first = objects.find(({ checksum }) => checksum === undefined);
    if (first === undefined)
        return;
    throw new InputError(`"${first.name}" is an object, which has no checksum: the store could mix up its results with those of another ` +
        'object. Write it to a file and use runStudy of "stepzero/node", which checks the file; or leave out the store.');
}
/** What identifies a network that is data, as a file's hash does. */
function fileOf({ name, checksum }) {
    return checksum === undefined ? undefined : { path: name, sha256: checksum };
}
/** Names as the study is planned with, and the objects among them that are not stepzero's own. */
function namesOf(list, kind, choices, builtIn) {
    for (const [i, one] of choices.entries()) {
        if (typeof one === "string" || typeof one?.name === "string")
            continue;
        throw new InputError(`compare: ${list}[${i}] must be ${kind} or the name of one, got ${JSON.stringify(one) ?? String(one)}.`);
    }
    const objects = choices.filter((one) => typeof one === "object" && !builtIn.includes(one));
    return { names: choices.map((one) => (typeof one === "string" ? one : one.name)), objects };
}
