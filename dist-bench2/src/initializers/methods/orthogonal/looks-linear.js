/** Networks of rectifiers that start as linear functions. */
import { InputError } from "../../../errors.js";
import { real } from "../../../options.js";
import { defineInitializer } from "../../initializer.js";
import { byRole } from "../../parts/by-role.js";
import { haar } from "../../parts/linear-algebra/index.js";
import { balduzzi2017 } from "../../references.js";
import { centreOf, fillBlocks, positionCount } from "./blocks.js";
/**
 * Whether a kernel's outputs and inputs come in pairs x and −x: unit i of the first half and of the
 * second.
 */
function pairing(tensor, network) {
    const linear = (one) => one.role.head === true || one.role.activation === "linear";
    const kernels = network?.tensors.filter(({ role }) => role.kind === "kernel") ?? [];
    const before = kernels[kernels.findIndex(({ name }) => name === tensor.name) - 1];
    return { outputs: !linear(tensor), inputs: !tensor.role.first && (before === undefined || !linear(before)) };
}
function kernel(stream, tensor, gain, network) {
    const { name, shape, role } = tensor;
    const refuse = (why) => {
        throw new InputError(`looks-linear: kernel "${name}" [${shape.join(", ")}] ${why}`);
    };
    if (role.residual !== undefined || role.projection !== undefined) {
        refuse("is in a residual branch or an attention; the method serves plain networks, in which each layer feeds the next.");
    }
    if (role.recurrent !== undefined)
        refuse("is of a recurrent layer, whose gates do not come in pairs; the method serves feedforward networks.");
    if ((role.groups ?? 1) > 1)
        refuse("is of a grouped convolution, whose groups would separate the pairs; the method serves one group.");
    if (role.operation === "transposed-convolution")
        refuse("is of a transposed convolution, which the method does not serve.");
    const paired = pairing(tensor, network);
    return fillBlocks(stream, tensor, (target, block) => {
        const halved = (units, pairs, what) => {
            if (!pairs)
                return units;
            if (units % 2 === 0)
                return units / 2;
            return refuse(`has ${units} ${what}, which do not come in pairs: make the width of every hidden layer even.`);
        };
        const rows = halved(block.rows, paired.outputs, "outputs");
        const columns = halved(block.columns, paired.inputs, "inputs");
        const { values } = haar(block.stream, rows, columns);
        const places = positionCount(block);
        const centre = centreOf(block);
        for (let row = 0; row < block.rows; row++) {
            for (let column = 0; column < block.columns; column++) {
                const sign = row < rows === column < columns ? 1 : -1;
                target[(row * block.columns + column) * places + centre] =
                    sign * gain * values[(row % rows) * columns + (column % columns)];
            }
        }
    });
}
/** Balduzzi and others 2017. */
export const looksLinear = defineInitializer({
    name: "looks-linear",
    title: "Looks linear",
    formula: "W = [V, −V; −V, V], first layer [V; −V], last layer [V, −V], V orthogonal · gain",
    summary: "Pairs every unit with its mirror image: a deep ReLU network starts as one linear map, and its gradients do not shatter.",
    references: [balduzzi2017],
    options: { gain: real(1, 0, 100, "factor on the orthogonal matrices") },
    caveats: [
        "The width of every hidden layer must be even; residual branches, attention, recurrent layers and grouped convolutions are refused.",
        "Exactly linear where f(x) − f(−x) = x: ReLU, GELU, SiLU, softplus; linear up to a factor for leaky ReLU. With other activations (tanh) the network is not linear.",
        "Max pooling between layers breaks the pairs. Average pooling does not, nor does batch normalization if it scales both units of a pair equally.",
        "Convolutions have V at their centre, as `delta-orthogonal`, so that it keeps lengths.",
    ],
    differences: [
        "Balduzzi et al. use concatenated ReLUs [f(x), f(−x)], whose kernel [V, −V] has half the rows; with plain ReLUs the mirror units are rows of the kernel, and training may separate them.",
    ],
    initialize: byRole({
        kernel: (stream, tensor, { gain }, network) => kernel(stream, tensor, gain, network),
    }),
});
