/** Variance scaling at the fans that a kernel has, and at those that code takes for them. */
import { varianceScaling } from "../../initializers/index.js";
import { fans, frameworkFans } from "../../network/fans.js";
import { lawOfDraws } from "./law-of-method.js";
const of = (title, scale, mode, normal, uniform) => {
    const options = [scale === 1 ? "" : `scale=${scale}`, mode === "fanIn" ? "" : `mode=${mode}`].filter((x) => x !== "");
    const truncated = options.length === 0 ? "variance-scaling" : `variance-scaling:${options.join(",")}`;
    return { title, scale, mode, methods: { normal, uniform, "truncated-normal": truncated } };
};
const fanOut = (distribution) => `variance-scaling:scale=2,mode=fanOut,distribution=${distribution}`;
/** He's, LeCun's and Glorot's; He's by fanOut too, as residual networks use it. */
export const fanRecipes = [
    of("He", 2, "fanIn", "he", "he-uniform"),
    of("He (fanOut)", 2, "fanOut", fanOut("normal"), fanOut("uniform")),
    of("LeCun", 1, "fanIn", "lecun-normal", "lecun-uniform"),
    of("Glorot", 1, "fanAverage", "glorot-normal", "glorot-uniform"),
];
/** Every distribution of variance scaling. */
export const everyDistribution = ["normal", "uniform", "truncated-normal"];
/** The law of a recipe at some fans. */
export function lawAt(tensor, { scale, mode }, distribution, at) {
    return lawOfDraws((stream) => varianceScaling(stream, tensor, { scale, mode, distribution, fans: () => at }));
}
/** The fans that are right: the true ones, and those that do not count strides. */
export function rightFans(tensor) {
    const { stride, ...role } = tensor.role;
    const all = [fans(tensor)];
    if (stride !== undefined)
        all.push(fans({ ...tensor, role }));
    // The stacked kernels of gates are one matrix in every framework.
    if (role.recurrent !== undefined)
        all.push(frameworkFans(tensor));
    return all;
}
/** The mistakes that are possible for a kernel. */
export function fanMistakes(tensor) {
    const { shape, role } = tensor;
    const { stride: _, ...plain } = role;
    const { fanIn, fanOut } = fans({ ...tensor, role: plain });
    const { groups = 1, fused = 1, operation, projection } = role;
    const positions = shape.slice(2).reduce((all, n) => all * n, 1);
    const mistakes = [];
    const add = (words, cause, at, recipes = fanRecipes) => mistakes.push({ words, cause, fans: at, recipes });
    if (groups > 1) {
        const what = shape[1] === 1 ? "depthwise" : "grouped";
        add(`fanOut of all ${groups} groups`, `The fanOut of a ${what} convolution was not divided by its groups (pytorch#23854, timm#84).`, { fanIn, fanOut: fanOut * groups });
        add(`fanIn of all ${groups} groups`, `The fanIn of a ${what} convolution counts the inputs of all groups (keras#11773).`, { fanIn: fanIn * groups, fanOut: shape[1] === 1 ? fanOut : fanOut * groups });
    }
    if (operation === "transposed-convolution") {
        const swapped = { fanIn: fanOut, fanOut: fanIn };
        add("fans swapped", "Frameworks take the fans of a transposed convolution for those of a convolution (tensorflow#31192).", swapped);
    }
    const stack = fused > 1 ? fused : projection === "query" || projection === "key" || projection === "value" ? 3 : 1;
    if (stack > 1) {
        add(`fanOut of all ${stack} projections`, "Query, key and value were drawn as one matrix, whose fanOut is that of all three (pytorch#166378).", { fanIn, fanOut: fanOut * stack });
    }
    if (positions > 1) {
        add("the window left out", `Channels were counted without the ${positions} positions of the window.`, {
            fanIn: fanIn / positions,
            fanOut: fanOut / positions,
        }, fanRecipes.filter(({ mode }) => mode === "fanIn"));
    }
    return mistakes;
}
