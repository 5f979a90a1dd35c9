/** A framework's defaults, explained layer by layer. */
import { explainLayer } from "./explain-layer.js";
import { findFramework } from "./frameworks.js";
import { parseLayers } from "./layers.js";
/** One layer of each kind. */
const everyKind = "linear 512→10, conv 3x3 64→128 stride 2, conv 3x3 64→64 groups 8, depthwise 3x3 64, transposed 4x4 64→32 stride 2, embedding 1000x64";
/**
 * Explains a framework's defaults on some layers.
 *
 * @param name "pytorch", "keras", "jax", "flax", "tfjs" or "caffe"
 * @param layers a text for `parseLayers`; one layer of each kind if left out
 * @throws InputError for an unknown framework, or layers that cannot be read
 * @example
 * import { explainFramework } from "stepzero/explain";
 *
 * explainFramework("pytorch", "linear 512→10").layers[0]!.gain; // → 0.577: √(1/3)
 */
export function explainFramework(name, layers = everyKind) {
    const framework = findFramework(name);
    const { title, method, summary } = framework;
    return {
        framework: framework.name,
        title,
        method,
        summary,
        layers: parseLayers(layers).map((layer) => ({
            ...explainLayer(framework, layer),
            missing: framework.lacks?.(layer.kernel),
        })),
    };
}
