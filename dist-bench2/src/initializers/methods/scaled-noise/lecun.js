/** LeCun's methods, variance 1 / fanIn, and the 2019 paper's Xavier, which is the same. */
import { defineInitializer } from "../../initializer.js";
import { byRole } from "../../parts/by-role.js";
import { varianceScaling } from "../../parts/variance-scaling.js";
import { klambauer2017, lecun1998, patel2019 } from "../../references.js";
import { normalIsNotTruncated, reluHalves } from "./differences.js";
/** LeCun normal (LeCun and others 1998, section 4.6). */
export const lecunNormal = defineInitializer({
    name: "lecun-normal",
    title: "LeCun normal",
    formula: "W ~ N(0, 1 / fanIn)",
    summary: "Keeps the variance of signals through linear layers; the method to use with SELU.",
    references: [{ ...lecun1998, where: "§4.6" }, klambauer2017],
    caveats: [reluHalves],
    differences: [
        normalIsNotTruncated,
        "The 2019 paper calls this variance Xavier: `xavier-fan-in` gives the same numbers.",
    ],
    initialize: byRole({
        kernel: (stream, tensor) => varianceScaling(stream, tensor, { scale: 1, mode: "fanIn", distribution: "normal" }),
    }),
});
/** LeCun uniform (LeCun and others 1998, section 4.6). */
export const lecunUniform = defineInitializer({
    name: "lecun-uniform",
    title: "LeCun uniform",
    formula: "W ~ U(±√(3 / fanIn))",
    summary: "Has LeCun's variance and a bounded distribution.",
    references: [{ ...lecun1998, where: "§4.6" }],
    caveats: [reluHalves],
    initialize: byRole({
        kernel: (stream, tensor) => varianceScaling(stream, tensor, { scale: 1, mode: "fanIn", distribution: "uniform" }),
    }),
});
/** The 2019 paper's Xavier (Patel, Nandu and Raut 2019). */
export const xavierFanIn = defineInitializer({
    name: "xavier-fan-in",
    title: "Xavier by fan in",
    formula: "W ~ N(0, 1 / fanIn)",
    summary: "The 2019 paper's Xavier: keeps the variance of signals through linear layers, halves it through ReLU layers.",
    references: [patel2019],
    aliases: ["patel2019/xavier"],
    caveats: [reluHalves],
    differences: [
        "Glorot and Bengio's variance is 2 / (fanIn + fanOut): `glorot-normal`. What the paper calls Xavier is LeCun's method: the same numbers as `lecun-normal`.",
    ],
    initialize: byRole({
        kernel: (stream, tensor) => varianceScaling(stream, tensor, { scale: 1, mode: "fanIn", distribution: "normal" }),
    }),
});
