import { initializerFamilies } from "../../initializers/index.js";
import { grouped } from "./numbers.js";
import { optionLine } from "./option-line.js";
import { hanging, wrap } from "./text.js";
/** One block for each kind; initializers by family. */
export function renderListing({ initializers, models, data }, width) {
    const blocks = [
        ...(initializers === undefined ? [] : initializerBlocks(initializers, width)),
        ...(models === undefined ? [] : [modelBlock(models, width)]),
        ...(data === undefined ? [] : [dataBlock(data, width)]),
    ];
    return `${blocks.join("\n\n")}\n`;
}
/** A name, and sentences about it below. */
function entry(name, lines, width) {
    return [`  ${hanging(name, width, 2)}`, ...lines.map((line) => `      ${hanging(line, width, 6)}`)].join("\n");
}
function initializerBlocks(initializers, width) {
    const blocks = initializerFamilies.flatMap(({ name: family, group }) => {
        const items = initializers
            .filter((one) => one.family === family)
            .map(({ name, aliases = [], title, formula, summary, options, requires }) => {
            const needs = requires === undefined ? [] : [`needs ${requires}`];
            const lines = [`${title}: ${formula}`, summary, ...needs, ...options.map(optionLine)];
            return entry([name, ...aliases].join(", "), lines, width);
        });
        return items.length === 0 ? [] : [[`Initializers: ${family} (group:${group})`, ...items].join("\n")];
    });
    return [
        ...blocks,
        wrap('Your own: a .ts or .js file, as --init ./mine.ts. "stepzero explain NAME" explains each of them.', width),
    ];
}
function modelBlock(models, width) {
    const items = models.map(({ name, summary, options, recipe }) => {
        const { kind, learningRate } = recipe.optimizer;
        const rate = `learning rate ${learningRate}, batch ${recipe.batch}, ${recipe.epochs} epochs`;
        return entry(name, [summary, ...options.map(optionLine), `recipe: ${kind}, ${rate}`], width);
    });
    return ["Models", ...items].join("\n");
}
function dataBlock(data, width) {
    const items = data.map(({ name, title, shape, classes, trainSamples, testSamples }) => {
        const samples = `${grouped(trainSamples)} training and ${grouped(testSamples)} test samples`;
        return entry(name, [title, `${samples} [${shape.join(", ")}], ${classes} classes`], width);
    });
    const yours = "your own: a Keras-style .npz, a folder of IDX files, or a .csv with a label column";
    return ["Data", ...items, entry("PATH", [yours], width)].join("\n");
}
