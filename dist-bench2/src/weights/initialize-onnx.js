import { InputError } from "../errors.js";
import { patchTensors } from "../graph/file/patch.js";
import { readOutline } from "../graph/file/read-outline.js";
import { initialWeights, isDataDriven } from "../initializers/index.js";
import { ASKED, modelEdit } from "../network/from-onnx/index.js";
import { chosenRoles } from "./chosen-roles.js";
import { fileTensors } from "./file-tensors.js";
import { withForgetBiases } from "./forget-biases.js";
import { notesOf, outcomeOf } from "./onnx-notes.js";
import { exportedModule } from "./pytorch/exported-module.js";
import { exporterNotes } from "./pytorch/exporter-notes.js";
import { loadingOf, stateDictionary } from "./pytorch/state-dictionary.js";
import { isNameIn } from "./snippets.js";
/**
 * Draws every weight whose role the graph shows, and resets running statistics. Operators that
 * stepzero does not know are no obstacle. All other tensors keep their numbers; notes name them,
 * and `outcome` says whether the model is a fresh network.
 *
 * @param bytes the .onnx file
 * @throws InputError for bytes that are no .onnx model, a data-driven method, a pattern of `keep`
 * or `only` that no tensor has, or a forget bias where no forget gate is
 * @example
 * import { parseInitializer, parseModel } from "stepzero";
 * import { initializeModel, initializeOnnx } from "stepzero/weights";
 *
 * // Any .onnx file will do; this one is an MLP with weights of He.
 * const { onnx } = await initializeModel({
 *   model: parseModel("mlp"),
 *   problem: { input: [784], classes: 10 },
 *   method: parseInitializer("he"),
 *   seed: 0,
 * });
 * const fresh = initializeOnnx(onnx(), { method: parseInitializer("orthogonal"), seed: 0 });
 * const file = fresh.onnx(); // the bytes of a file with orthogonal weights
 */
export function initializeOnnx(bytes, options) {
    const { source = "the model" } = options;
    const { initializer } = options.method;
    if (isDataDriven(initializer)) {
        throw new InputError(`${initializer.name} is ${initializer.kind}: it needs a network that stepzero can train. Choose a method that needs no data, or a network by name or in a .ts file.`);
    }
    return withSource(source, () => initializedFile(bytes, { ...options, source }));
}
/** The model with new numbers; errors of the reader need not name the file. */
function initializedFile(bytes, options) {
    const { method, seed, source, externalData, input, forgetBias } = options;
    const { initializer } = method;
    const open = readOutline(bytes, { externalData });
    const outline = input === undefined ? open : readOutline(bytes, { externalData, inputShapes: sizesOf(open, input, source) });
    const module = exportedModule(outline);
    const roles = chosenRoles(outline, module, options);
    const specifications = roles.weights.map(({ tensor }) => tensor);
    const draws = initialWeights(initializer, specifications, seed, method.options);
    const numbers = withForgetBiases(draws, specifications, forgetBias, source);
    const edit = modelEdit(outline, roles, numbers);
    const keepsNumbers = roles.kept.some(({ reason }) => reason === ASKED);
    const layout = options.layout ?? (module === undefined ? "onnx" : "pytorch");
    const dictionary = module && layout === "pytorch" ? stateDictionary(module, roles, edit) : undefined;
    const { tensors, summaries } = fileTensors({ outline, roles, numbers, edit }, layout, dictionary);
    return {
        layout,
        tensors,
        summaries,
        loading: loadingIn(tensors, layout, dictionary),
        notes: [
            ...notesOf(roles, method, source),
            ...(module ? exporterNotes(module, dictionary, source, keepsNumbers) : []),
        ],
        outcome: outcomeOf(roles),
        onnx: () => {
            const { numbers: replaced, add, rename } = edit;
            return withSource(source, () => patchTensors(bytes, replaced, { add, rename, externalData, source }));
        },
    };
}
/** @throws InputError that names the file */
function withSource(source, act) {
    try {
        return act();
    }
    catch (error) {
        if (!(error instanceof InputError) || error.message.includes(source))
            throw error;
        throw new InputError(`${source}: ${error.message}`, { cause: error });
    }
}
/** Of names that are the file's, only their form is known. */
function loadingIn(tensors, layout, dictionary) {
    if (dictionary !== undefined)
        return loadingOf(dictionary);
    return { way: tensors.every(({ name }) => isNameIn(layout, name)) ? "strict" : "by-hand", missing: [] };
}
/**
 * The shape of the first input with the sizes of a sample.
 *
 * @throws InputError where the number of axes differs, a size of the file does, or no axis is open
 */
function sizesOf({ inputs }, sample, source) {
    const [first] = inputs;
    const axes = first?.axes;
    if (first === undefined || axes === undefined)
        throw new InputError(`${source} has no input whose sizes could be set. Leave out the sample's shape.`);
    const [, ...ofSample] = axes;
    const fits = ofSample.length === sample.length && ofSample.every((n, i) => typeof n === "string" || n === sample[i]);
    const stated = `[${axes.map((n) => (n === "" ? "?" : n)).join(", ")}]`;
    if (!fits) {
        throw new InputError(`The sample [${sample.join(", ")}] does not fit the input ${first.name} ${stated} of ${source}, whose first axis is the batch. Give the other sizes as they stand there, and a number where there is none.`);
    }
    if (ofSample.every((n) => typeof n === "number")) {
        throw new InputError(`The sizes of the input ${first.name} ${stated} of ${source} are set already. Leave out the sample's shape.`);
    }
    return { [first.name]: [typeof axes[0] === "number" ? axes[0] : 1, ...sample] };
}
