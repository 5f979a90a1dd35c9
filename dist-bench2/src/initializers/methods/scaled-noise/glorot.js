/** Glorot and Bengio's methods: variance 2 / (fanIn + fanOut). */
import { defineInitializer } from "../../initializer.js";
import { byRole } from "../../parts/by-role.js";
import { varianceScaling } from "../../parts/variance-scaling.js";
import { glorot2010 } from "../../references.js";
import { fansAreTrue, normalIsNotTruncated, reluHalvesAtEqualWidth } from "./differences.js";
/** Glorot normal, also known as Xavier normal (Glorot and Bengio 2010, eq. 12). */
export const glorotNormal = defineInitializer({
    name: "glorot-normal",
    title: "Glorot normal",
    formula: "W ~ N(0, 2 / (fanIn + fanOut))",
    summary: "A compromise between constant signals and constant gradients, for layers that are linear around zero (tanh).",
    references: [{ ...glorot2010, where: "eq. 12" }],
    aliases: ["xavier-normal"],
    caveats: [reluHalvesAtEqualWidth],
    differences: [
        normalIsNotTruncated,
        fansAreTrue,
        "PyTorch takes the fanOut of a fused query-key-value kernel as a whole, which halves its variance (pytorch#166378); here each projection has its own.",
    ],
    initialize: byRole({
        kernel: (stream, tensor) => varianceScaling(stream, tensor, { scale: 1, mode: "fanAverage", distribution: "normal" }),
    }),
});
/** Glorot uniform, also known as Xavier uniform (Glorot and Bengio 2010, eq. 16). */
export const glorotUniform = defineInitializer({
    name: "glorot-uniform",
    title: "Glorot uniform",
    formula: "W ~ U(±√(6 / (fanIn + fanOut)))",
    summary: "Glorot and Bengio's normalized initialization, as published; the default of Keras.",
    references: [{ ...glorot2010, where: "eq. 16" }],
    aliases: ["xavier-uniform"],
    caveats: [reluHalvesAtEqualWidth],
    differences: [fansAreTrue],
    initialize: byRole({
        kernel: (stream, tensor) => varianceScaling(stream, tensor, { scale: 1, mode: "fanAverage", distribution: "uniform" }),
    }),
});
