/** He's methods: variance 2 / fanIn, for ReLU layers. */
import { defineOptions, real } from "../../../options.js";
import { defineInitializer } from "../../initializer.js";
import { byRole } from "../../parts/by-role.js";
import { varianceScaling } from "../../parts/variance-scaling.js";
import { he2015, patel2019 } from "../../references.js";
import { normalIsNotTruncated } from "./differences.js";
const options = defineOptions({
    negativeSlope: real(0, 0, 1, "slope a of a leaky ReLU: the variance is 2 / ((1 + a²) fanIn)"),
});
const scaleOf = ({ negativeSlope: a }) => 2 / (1 + a * a);
const forRelu = "Derived for ReLU: too large for linear, tanh and SELU layers.";
/** He normal (He and others 2015, eq. 10). */
export const he = defineInitializer({
    name: "he",
    title: "He normal",
    formula: "W ~ N(0, 2 / fanIn)",
    summary: "Keeps the second moment of signals constant through ReLU layers of any depth.",
    references: [{ ...he2015, where: "eq. 10, with a slope eq. 15" }, patel2019],
    aliases: ["he-normal", "kaiming-normal"],
    options,
    caveats: ["Residual networks without normalization grow by a factor of 2 per block in variance.", forRelu],
    differences: [
        normalIsNotTruncated,
        "PyTorch's kaiming_normal_ has this as its default; Keras before 2018 truncated without stretching (variance 0.774 of nominal).",
    ],
    initialize: byRole({
        kernel: (stream, tensor, values) => varianceScaling(stream, tensor, { scale: scaleOf(values), mode: "fanIn", distribution: "normal" }),
    }),
});
/** He uniform (He and others 2015, eq. 10). */
export const heUniform = defineInitializer({
    name: "he-uniform",
    title: "He uniform",
    formula: "W ~ U(±√(6 / fanIn))",
    summary: "Has He's variance and a bounded distribution.",
    references: [{ ...he2015, where: "eq. 10, with a slope eq. 15" }],
    aliases: ["kaiming-uniform"],
    options,
    caveats: [forRelu],
    differences: [
        "PyTorch's layers call kaiming_uniform_ with a = √5. That is U(±1/√fanIn), with a sixth of this variance: `pytorch-default`.",
    ],
    initialize: byRole({
        kernel: (stream, tensor, values) => varianceScaling(stream, tensor, { scale: scaleOf(values), mode: "fanIn", distribution: "uniform" }),
    }),
});
