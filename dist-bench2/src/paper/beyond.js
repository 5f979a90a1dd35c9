import { overrideRecipe } from "../study/plan/recipe-overrides.js";
import { estimate } from "../study/results/estimate.js";
import { finalValues } from "../study/results/figures.js";
/**
 * A table per activation and optimizer. Optimizers are those of the complete recipes: today the
 * methods change them, in results of version 3 and before each network has its recipe.
 */
export function beyondTables(outcome) {
    const groups = new Map();
    for (const entry of entriesOf(outcome.study)) {
        const key = `${entry.model.options.activation} ${optimizerOf(entry)}`;
        groups.set(key, [...(groups.get(key) ?? []), entry]);
    }
    return [...groups.values()].map((entries) => tableOf(outcome, entries));
}
/** By network, then optimizer, so that tables of one activation stand together. */
function entriesOf({ models, methods }) {
    return models.flatMap((model) => methods.map((method) => ({ model, method })));
}
function tableOf(outcome, entries) {
    const models = [...new Set(entries.map(({ model }) => model))].sort((a, b) => depthOf(a) - depthOf(b));
    const labels = [...new Set(entries.map(({ method }) => method.initializer.label))];
    const [first] = entries;
    return {
        activation: String(first.model.options.activation),
        optimizer: optimizerOf(first),
        width: Number(first.model.options.width),
        depths: models.map(depthOf),
        rows: labels.map((label) => ({
            method: label,
            cells: models.map((model) => {
                const entry = entries.find((one) => one.model === model && one.method.initializer.label === label);
                return cellOf(outcome, model, entry?.method);
            }),
        })),
    };
}
function cellOf({ problems }, model, method) {
    const problem = problems.find((one) => one.model.label === model.label);
    const { runs = [], learned = [] } = problem?.methods.find(({ label }) => label === method?.label) ?? {};
    return {
        depth: depthOf(model),
        testAccuracy: estimate(finalValues(learned, "testAccuracy")),
        runs: runs.length,
        failed: runs.length - learned.length,
    };
}
const depthOf = ({ options }) => Number(options.depth);
function optimizerOf({ model, method }) {
    const { optimizer } = overrideRecipe(model.recipe, method.recipe);
    return `${optimizer.kind}, learning rate ${optimizer.learningRate}`;
}
/** A sentence per depth: from the worst to the best method that learned, and the others. */
export function beyondSentences({ depths, rows }) {
    return depths.flatMap((depth, i) => {
        const ended = rows.filter(({ cells }) => cells[i].runs > 0);
        const learned = ended
            .flatMap(({ method, cells }) => {
            const { testAccuracy } = cells[i];
            return testAccuracy === null ? [] : [{ method, mean: testAccuracy.mean }];
        })
            .sort((a, b) => b.mean - a.mean);
        const none = ended.filter(({ cells }) => cells[i].testAccuracy === null).map(({ method }) => method);
        if (ended.length === 0)
            return [];
        const [best, worst] = [learned[0], learned.at(-1)];
        if (best === undefined || worst === undefined)
            return [`Depth ${depth}: no run learned from ${none.join(", ")}.`];
        const span = best === worst
            ? `only ${best.method} learned (${percent(best.mean)})`
            : `from ${percent(worst.mean)} (${worst.method}) to ${percent(best.mean)} (${best.method}) ` +
                "among those that learned";
        const rest = none.length === 0 || best === worst ? "" : `; no run learned from ${none.join(", ")}`;
        return [`Depth ${depth}: ${span}${rest}.`];
    });
}
const percent = (mean) => `${(100 * mean).toFixed(1)} %`;
