/** Kernels that pass their inputs on. */
import { real } from "../../../options.js";
import { defineInitializer } from "../../initializer.js";
import { byRole } from "../../parts/by-role.js";
import { pytorchInit } from "../../references.js";
import { atCentre } from "./centred-blocks.js";
/** The identity matrix, at the centre of a convolution's window. */
export const identity = defineInitializer({
    name: "identity",
    title: "Identity",
    formula: "W[i, i] = gain, at the centre of a convolution's window; else 0",
    summary: "Each layer passes on its first inputs, as many as it has outputs; so does each group and each fused projection.",
    references: [pytorchInit("torch.nn.init.eye_ and torch.nn.init.dirac_")],
    aliases: ["dirac", "eye"],
    options: { gain: real(1, -1e6, 1e6, "factor on the identity") },
    caveats: [
        "Where a layer has more outputs than inputs, the additional outputs start at 0; only the neighbouring layers make them differ.",
        "A convolution passes its input on unchanged only at stride 1, with padding that keeps the size and an odd window; an even window shifts the image by half a pixel.",
    ],
    differences: [
        "PyTorch has two functions: eye_ for matrices, and dirac_ (with groups) for convolutions of one to three axes; here the tensor decides.",
        "Keras 3's Identity accepts matrices only, square or not; tfjs's square ones only.",
        "PyTorch's eye_ on a fused query-key-value matrix fills only the query; here each projection is an identity.",
    ],
    initialize: byRole({
        kernel: (_stream, tensor, { gain }) => atCentre(tensor, (row, column) => (row === column ? gain : 0)),
    }),
});
