import { InputError } from "../../errors.js";
import { integer } from "../../options.js";
import { selfAttention } from "../layers/attention.js";
import { dense } from "../layers/dense.js";
import { layerNorm } from "../layers/normalization.js";
import { residual } from "../layers/residual.js";
import { sequential } from "../layers/sequential.js";
import { classToken, firstToken, patchEmbedding, positionEmbedding } from "../layers/tokens.js";
import { requireImages } from "./images.js";
import { defineModel } from "./model.js";
import { activationOption } from "./options.js";
/** A vision transformer for small images: pre-norm blocks, a class token, learned positions. */
export const vitTiny = defineModel({
    name: "vit_tiny",
    summary: "patches to width features, class token and positions – depth × (attention, dense mlp·width – dense width, " +
        "each residual after a layer norm) – layer norm – dense classes",
    options: {
        patch: integer(4, 1, 64, "height and width of a patch in pixels"),
        width: integer(64, 1, 2048, "features of a token"),
        depth: integer(4, 1, 100, "number of transformer blocks (each has two residual branches)"),
        heads: integer(4, 1, 64, "attention heads; the width is a multiple of them"),
        mlp: integer(2, 1, 8, "hidden units of a block's dense layers, in widths"),
        activation: activationOption("gelu"),
    },
    recipe: {
        loss: "cross-entropy",
        optimizer: { kind: "adamw", learningRate: 1e-3, weightDecay: 0.05 },
        schedule: { kind: "cosine" },
        warmupSteps: 500,
        batch: 128,
        epochs: 50,
        augmentation: { shift: 0.1 }, // no flips: a mirrored digit is no digit
    },
    reference: "after Dosovitskiy et al. 2020; the tiny sizes are ours",
    build: (problem, options) => {
        const { height, width: breadth } = requireImages("vit_tiny", problem, 1);
        const { patch, width, depth, heads, mlp } = options;
        if (height % patch !== 0 || breadth % patch !== 0) {
            throw new InputError(`vit_tiny: patch must divide the images' height and width; got ${patch} for images of ${height}×${breadth}.`);
        }
        if (width % heads !== 0)
            throw new InputError(`vit_tiny: width must be a multiple of heads; got ${width} and ${heads}.`);
        const blocks = Array.from({ length: depth }, () => [
            residual(sequential(layerNorm(), selfAttention(heads))),
            residual(sequential(layerNorm(), dense(mlp * width, { activation: options.activation }), dense(width))),
        ]);
        return sequential(patchEmbedding(width, patch), classToken(), positionEmbedding(), ...blocks.flat(), layerNorm(), firstToken(), dense(problem.classes));
    },
});
