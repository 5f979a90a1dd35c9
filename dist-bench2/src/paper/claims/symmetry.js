import { together } from "./claim.js";
/** Two parts: whether all units are the same, and whether the answer is random. */
export function sameUnits({ symmetry }) {
    const constant = symmetry.filter(({ activation }) => activation === "relu");
    return [
        {
            says: "All neurons of a layer compute the same, so the network is as good as a single neuron.",
            verdict: together(symmetry.map(oneUnit)),
            evidence: symmetry.length === 0 ? ["Not measured."] : symmetry.map(unitsSentence),
        },
        {
            says: "The prediction will be anything random.",
            verdict: constant.length === 0 ? "cannot be told" : constant.every(isConstant) ? "does not hold" : "holds",
            evidence: constant.length === 0 ? ["Not measured."] : constant.map(answersSentence),
        },
    ];
}
const oneUnit = ({ layers }) => layers.every(({ distinct }) => distinct === 1) ? "holds" : "does not hold";
const isConstant = ({ answers, samples }) => answers.includes(samples);
function unitsSentence(measurement) {
    const { model, data, steps, layers, moved } = measurement;
    const units = layers.map(({ distinct, units: all }) => `${distinct} of ${all}`).join(", ");
    const state = moved ? "which have moved from zero" : "all of which are still zero";
    return `${model} on ${data}, ${steps} steps from zero: different units in the hidden layers ${units}, ${state} (1 run; with no draws seeds change only the order of the batches).`;
}
function answersSentence({ model, data, answers, samples }) {
    const different = answers.filter((count) => count > 0).length;
    const which = different === 1 ? `class ${answers.findIndex((count) => count > 0)} for all` : `${different} classes for`;
    return `${model} on ${data} answers ${which} ${samples} test samples: a constant, the class that its output biases favour, not anything random.`;
}
