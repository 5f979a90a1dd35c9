/** The scalar function that a graph expression is, where it uses elementwise operators only. */
import { InputError } from "../errors.js";
import { scalarOperators } from "./scalar-operators.js";
/**
 * The function and its derivative, by running the expression's operators on one number. The
 * derivative is that of the gradient graph, also where `gradientTo` redirects it.
 *
 * @throws InputError where the expression uses an operator that is not elementwise, a constant of
 * more than one number, or a method of the graph builder that no function of one number needs
 */
export function scalarFromGraph(f) {
    const { steps, constants, result } = record(f);
    const valuesAt = (x) => {
        const values = Float64Array.from(constants);
        values[0] = x;
        for (const { operator, inputs, output, attributes } of steps) {
            values[output] = operator.value(numbersOf(values, inputs), attributes);
        }
        return values;
    };
    return {
        value: (x) => valuesAt(x)[result],
        derivative: (x) => derivativeOf(steps, valuesAt(x))[result],
        surrogate: steps.some((step) => step.derivativeOf !== undefined),
    };
}
const numbersOf = (values, inputs) => inputs.map((index) => (index === undefined ? Number.NaN : values[index]));
/** The derivative by x of the number at every index. */
function derivativeOf(steps, values) {
    const slopes = new Float64Array(values.length);
    slopes[0] = 1;
    for (const step of steps) {
        const { operator, inputs, output, attributes } = step;
        if (step.derivativeOf !== undefined) {
            slopes[output] = step.derivativeOf === null ? 0 : slopes[step.derivativeOf];
            continue;
        }
        if (operator.partials === undefined || !inputs.some((index) => index !== undefined && slopes[index] !== 0))
            continue;
        const partials = operator.partials(numbersOf(values, inputs), values[output], attributes);
        // A factor 0 counts as 0 even where the partial derivative is infinite or no number.
        inputs.forEach((index, i) => {
            if (index !== undefined && slopes[index] !== 0)
                slopes[output] += partials[i] * slopes[index];
        });
    }
    return slopes;
}
/** Runs `apply` on a builder that only notes the steps. */
function record({ name, apply }) {
    const steps = [];
    const constants = [];
    const indices = new Map();
    const refuse = (problem) => {
        throw new InputError(`The activation "${name}" ${problem}, so its function of one number cannot be read off its graph. ` +
            "Give that function too: { name, apply, scalar: (x) => … }.");
    };
    const place = (start, shape, type = "float32") => {
        const value = { name: `value${constants.length}`, type, shape };
        indices.set(value, constants.push(start) - 1);
        return value;
    };
    const indexOf = (value) => indices.get(value) ?? refuse("uses a value of another graph");
    const x = place(0, [1, 1]);
    const step = (operatorName, inputs, attributes = {}, { gradientTo, outputs = 1 } = {}) => {
        const operator = Object.hasOwn(scalarOperators, operatorName) ? scalarOperators[operatorName] : undefined;
        if (operator === undefined || outputs > 1)
            return refuse(`uses the operator ${operatorName}, which is not elementwise`);
        const at = inputs.map((value) => (value === undefined ? undefined : indexOf(value)));
        const isCast = operatorName === "Cast";
        const output = place(0, [1, 1], isCast ? attributes.to : inputs.find((v) => v)?.type);
        const derivative = gradientTo === undefined ? {} : { derivativeOf: gradientTo === null ? null : indexOf(gradientTo) };
        steps.push({ operator, inputs: at, output: indexOf(output), attributes, ...derivative });
        return output;
    };
    const constant = ({ type, shape, data }) => data.length === 1 ? place(Number(data[0]), shape, type) : refuse(`uses a constant of ${data.length} numbers`);
    const recorder = {
        name,
        layer: "",
        apply: step,
        applyAll: (...all) => [step(...all)],
        scalar: (value, type) => place(value, [], type),
        constant,
        inLayer: (_layer, build) => build(),
        atLayer: (_layer, build) => build(),
    };
    const result = run(() => apply(recorder, x), refuse);
    return { steps, constants, result: indexOf(result) };
}
/** The result of `apply`. A method that the recorder lacks is reported like any other obstacle. */
function run(apply, refuse) {
    try {
        return apply();
    }
    catch (error) {
        if (error instanceof InputError)
            throw error;
        return refuse(`cannot be applied to one number (${error instanceof Error ? error.message : String(error)})`);
    }
}
