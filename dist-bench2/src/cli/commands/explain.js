/** `stepzero explain`: one method's card, or what a framework's defaults do, layer by layer. */
import { InputError } from "../../errors.js";
import { exitCodes } from "../exit-codes.js";
import { splitNames } from "../option-values.js";
import { jsonOutput } from "../shared-options.js";
import { typedLine } from "../typed-command.js";
export const explain = {
    argument: "Initializers by name, with options as he:negativeSlope=0.2, or your own as ./mine.ts",
    examples: [
        "stepzero explain he",
        "stepzero explain he,glorot-uniform",
        'stepzero explain --framework keras --layers "conv 3x3 64->128, linear 512->10"',
    ],
    options: [
        {
            title: "A framework's defaults instead of an initializer",
            options: [
                {
                    name: "framework",
                    value: "NAME",
                    help: "pytorch, keras, jax, flax, tfjs or caffe",
                    default: "none; a method is explained",
                },
                {
                    name: "layers",
                    value: "LIST",
                    list: true,
                    help: 'With --framework: the layers, as "conv 3x3 64→128 stride 2, linear 512→10"',
                    default: "one layer of each kind",
                },
            ],
        },
        jsonOutput,
    ],
    run: async (words, options, { out }) => {
        const { isGroup, methodsOfGroup } = await import("../../initializers/index.js");
        const methods = words
            .flatMap((word) => splitNames(word, "The list of methods"))
            .flatMap((name) => (isGroup(name) ? methodsOfGroup(name) : [name]));
        const framework = options.get("framework");
        const layers = options.get("layers");
        if (methods.length > 0 && framework !== undefined) {
            throw new InputError(`Give a method or --framework, not both; got ${methods.join(", ")} and ${framework}.`);
        }
        if (layers !== undefined && framework === undefined)
            throw await lacksFramework(methods, layers);
        const asJson = options.has("json");
        if (framework !== undefined)
            out.write(await frameworkText(framework, layers, asJson, out));
        else if (methods.length === 0) {
            throw new InputError('Say what to explain: a method (stepzero explain he; see stepzero list initializers), or a framework\'s defaults (stepzero explain --framework pytorch --layers "conv 3x3 64→128, linear 512→10").');
        }
        else
            out.write(await methodText(methods, asJson, out));
        return exitCodes.done;
    },
};
/** The error for layers without a framework whose defaults they would get. */
async function lacksFramework(methods, layers) {
    const { frameworks } = await import("../../explain/index.js");
    const names = frameworks.map(({ name }) => name).join(", ");
    const command = typedLine(["explain", "--framework", "pytorch", "--layers", layers]);
    const other = methods.length === 0 ? "." : `; for ${methods.join(" and ")} on common layers, leave out --layers.`;
    return new InputError(`--layers needs --framework NAME, whose defaults for these layers are explained (${names}): ${command}${other}`);
}
async function frameworkText(name, layers, asJson, out) {
    const [{ explainFramework }, { renderFramework }, { columnsOf }, { formats, jsonLine }] = await Promise.all([
        import("../../explain/index.js"),
        import("../terminal/framework.js"),
        import("../terminal/screen.js"),
        import("../json.js"),
    ]);
    const explanation = explainFramework(name, layers);
    if (asJson)
        return jsonLine(formats.explainFramework, explanation);
    return renderFramework(explanation, columnsOf(out));
}
async function methodText(names, asJson, out) {
    const [{ methodCard }, { chooseInitializer }, { columnsOf, tableColumnsOf }, { formats, jsonLine }] = await Promise.all([
        import("../../explain/index.js"),
        import("../../study/plan/node/modules/choose.js"),
        import("../terminal/screen.js"),
        import("../json.js"),
    ]);
    const methods = await Promise.all(names.map(async (name) => methodCard(await chooseInitializer(name))));
    const [card] = methods;
    if (asJson) {
        return methods.length === 1 ? jsonLine(formats.explainMethod, card) : jsonLine(formats.explainMethods, { methods });
    }
    const [width, tableWidth] = [columnsOf(out), tableColumnsOf(out)];
    if (methods.length > 1) {
        return (await import("../terminal/method-comparison.js")).renderMethodComparison(methods, width, tableWidth);
    }
    return (await import("../terminal/method-card.js")).renderMethodCard(card, width, tableWidth);
}
