/** The biases of an LSTM's forget gates. */
import { InputError } from "../errors.js";
import { sizeOf } from "../graph/tensor.js";
/**
 * The numbers with the biases of all forget gates set, so that cells start by remembering (Gers,
 * Schmidhuber and Cummins 2000; Jozefowicz, Zaremba and Sutskever 2015 recommend 1). Where a gate
 * adds two biases it is the input's; the hidden state's keeps the method's number, which is 0 but
 * for `pytorch-default` and `torch7/default`.
 *
 * @param value `undefined` leaves all numbers as they are
 * @param source the model's file, for messages
 * @throws InputError for a value that is not finite, or where no forget gate has a bias
 */
export function withForgetBiases(numbers, tensors, value, source) {
    if (value === undefined)
        return numbers;
    if (!Number.isFinite(value))
        throw new InputError(`The forget bias must be a finite number, got ${value}.`);
    const biases = tensors.filter(({ role: { kind, recurrent } }) => kind === "bias" && recurrent?.gate === "forget" && recurrent.part === "input");
    if (biases.length === 0) {
        throw new InputError(`${source} has no forget gate whose bias is initialized (LSTMs with biases have one), so a forget bias of ${value} has no effect. Leave it out.`);
    }
    return {
        ...numbers,
        ...Object.fromEntries(biases.map(({ name, shape, role }) => [name, filled(shape, value, role)])),
    };
}
const filled = (shape, value, { multiplier = 1 }) => new Float32Array(sizeOf(shape)).fill(value / multiplier);
