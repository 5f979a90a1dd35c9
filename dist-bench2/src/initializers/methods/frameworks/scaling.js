/** A framework's initializer that is variance scaling with the framework's fans. */
import { sizeOf } from "../../../graph/tensor.js";
import { defineInitializer } from "../../initializer.js";
import { byRole } from "../../parts/by-role.js";
import { truncatedBetween } from "../../parts/noise.js";
import { varianceScaling } from "../../parts/variance-scaling.js";
/** The numerator and the fan of LeCun's, Glorot's and He's methods. */
export const points = {
    glorot: { scale: 1, mode: "fanAverage" },
    he: { scale: 2, mode: "fanIn" },
    lecun: { scale: 1, mode: "fanIn" },
};
/** The initializer of a framework, with its rules for tensors other than kernels. */
/* @__NO_SIDE_EFFECTS__ */
export function frameworkScaling(framework, scaling, rules = {}) {
    const { prefix, title, reference, fans, caveats = [], differences, cutCaveats = [] } = framework;
    const { called, scale, mode, distribution } = scaling;
    const allCaveats = [...caveats, ...(distribution === "cut" ? cutCaveats : [])];
    return defineInitializer({
        name: `${prefix}/${called}`,
        title: `${title}: ${called}`,
        formula: formulaOf(scaling),
        summary: `What ${title} calls ${called}, with its fans: to reproduce results made with it.`,
        references: [reference],
        ...(allCaveats.length === 0 ? {} : { caveats: allCaveats }),
        differences,
        initialize: byRole({
            kernel: (stream, tensor) => {
                if (distribution !== "cut")
                    return varianceScaling(stream, tensor, { scale, mode, distribution, fans });
                const { fanIn, fanOut } = fans(tensor);
                const fan = { fanIn, fanOut, fanAverage: (fanIn + fanOut) / 2 }[mode];
                return truncatedBetween(stream, sizeOf(tensor.shape), { low: -2, high: 2, scale: Math.sqrt(scale / fan) });
            },
            ...rules,
        }),
    });
}
function formulaOf({ scale, mode, distribution }) {
    const fan = { fanIn: "fanIn", fanOut: "fanOut", fanAverage: "(fanIn + fanOut)" }[mode];
    const numerator = mode === "fanAverage" ? 2 * scale : scale;
    const variance = `${numerator} / ${fan}`;
    switch (distribution) {
        case "uniform":
            return `W ~ U(±√(${3 * numerator} / ${fan}))`;
        case "normal":
            return `W ~ N(0, ${variance})`;
        case "truncated-normal":
            return `W ~ N(0, ${variance}) truncated at ±2σ and stretched to that variance`;
        case "cut":
            return `W ~ N(0, ${variance}) truncated at ±2σ: variance 0.774 · ${variance}`;
    }
}
