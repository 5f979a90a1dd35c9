/**
 * The spread of a figure over seeds, measured from runs: of each method, and pooled for methods
 * without runs.
 */
import { mean, sampleStd } from "../statistics/index.js";
import { finalValues } from "../study/results/figures.js";
/**
 * The spread of the methods with these labels that have two runs that learned; where there is none,
 * of all methods that have.
 *
 * @returns undefined where no method has two such runs, or nothing varies
 */
export function measuredSpread({ data, methods }, figure, labels) {
    const inStudyOrder = [...methods].sort((a, b) => a.method - b.method);
    const all = inStudyOrder.flatMap(({ label: method, learned }) => {
        const values = finalValues(learned, figure);
        return values.length < 2 ? [] : [{ method, values }];
    });
    const matching = all.filter(({ method }) => labels.includes(method));
    const used = matching.length > 0 ? matching : all;
    const degrees = used.reduce((sum, { values }) => sum + values.length - 1, 0);
    const squares = used.reduce((sum, { values }) => {
        const center = mean(values);
        return sum + values.reduce((total, x) => total + (x - center) ** 2, 0);
    }, 0);
    if (degrees === 0 || squares === 0)
        return undefined;
    return {
        data: data.name,
        figure,
        sd: Math.sqrt(squares / degrees),
        degrees,
        methods: used.map(({ method, values }) => ({ method, sd: sampleStd(values), n: values.length })),
    };
}
