import { short } from "../numbers.js";
/** A rate beyond the edge of stability at step 0; training often finds flatter places by itself. */
export const rateRule = {
    title: "the first steps do not overshoot",
    find: ({ rate: { optimizer, inUse, stable } }) => {
        if (stable === null || !(inUse > stable))
            return [];
        return [
            {
                kind: "rate-too-large",
                severity: "note",
                layers: [],
                tensors: [],
                measured: inUse,
                expected: stable,
                unit: "learning rate",
                text: `The rate of ${short(inUse)} is above ${short(stable)}, the largest at which ${optimizer} is stable at ` +
                    "these weights: the first steps overshoot. Warm it up, or begin with less (--lr).",
                cause: null,
                remedy: null,
            },
        ];
    },
};
