/** Every initializer, in one literal table by family, and how to find one by its name. */
import { unknownName } from "../errors.js";
import { formatChoice, parseChoice, readOptions } from "../options.js";
import { isDataDriven } from "./data-driven-initializer.js";
import { activationAware, edgeOfChaos, siren } from "./methods/by-activation/index.js";
import { constant, identity, idInit, ones, zero, zeroHadamard } from "./methods/constant/index.js";
import { dataDrivenInitializers } from "./methods/data-driven/index.js";
import { frameworkMethods, kerasDefault, pytorchDefault } from "./methods/frameworks/index.js";
import { circularOrthogonal, deltaOrthogonal, looksLinear, orthogonal, scaleCorrectedUniformOrthogonal, } from "./methods/orthogonal/index.js";
import { fixup, rezero, skipInit, zeroGamma } from "./methods/residual/index.js";
import { glorotNormal, glorotUniform, he, heUniform, lecunNormal, lecunUniform, nguyenWidrow, normal, random, randomWalk, sparse, standardNormal, truncatedNormal, uniform, varianceScalingMethod, xavierFanIn, } from "./methods/scaled-noise/index.js";
import { deepNorm, gpt2, mimetic, mup, tFixup } from "./methods/transformer/index.js";
const ofKind = (kind) => dataDrivenInitializers.filter((method) => method.kind === kind);
/** Every method, by family. Each is in exactly one. */
export const initializerFamilies = [
    { group: "constant", name: "constant and identity", methods: [zero, ones, constant, identity, zeroHadamard, idInit] },
    {
        group: "scaled",
        name: "scaled noise",
        methods: [
            random,
            xavierFanIn,
            he,
            glorotNormal,
            glorotUniform,
            heUniform,
            lecunNormal,
            lecunUniform,
            standardNormal,
            uniform,
            normal,
            truncatedNormal,
            varianceScalingMethod,
            nguyenWidrow,
            randomWalk,
            sparse,
        ],
    },
    {
        group: "orthogonal",
        name: "orthogonal",
        methods: [orthogonal, deltaOrthogonal, scaleCorrectedUniformOrthogonal, circularOrthogonal, looksLinear],
    },
    { group: "activation", name: "by the activation", methods: [siren, activationAware, edgeOfChaos] },
    { group: "residual", name: "residual networks", methods: [zeroGamma, fixup, skipInit, rezero] },
    { group: "transformer", name: "transformers", methods: [tFixup, gpt2, deepNorm, mimetic, mup] },
    { group: "framework", name: "frameworks' own", methods: [pytorchDefault, kerasDefault, ...frameworkMethods] },
    { group: "data-driven", name: "data-driven", methods: ofKind("data-driven") },
    { group: "learned", name: "learned", methods: ofKind("learned") },
];
/** What stands before the name of a group. */
const GROUP = "group:";
/** Whether a text names a group of methods: "group:scaled". */
export const isGroup = (text) => text.startsWith(GROUP);
/**
 * The names of a group's methods, in the order of the table.
 *
 * @param text "group:scaled"
 * @throws InputError for a group that is none, with the legal ones
 */
export function methodsOfGroup(text) {
    const name = text.slice(GROUP.length);
    const family = initializerFamilies.find(({ group }) => group === name);
    if (family !== undefined)
        return family.methods.map((method) => method.name);
    const groups = initializerFamilies.map(({ group }) => group);
    throw unknownName("group of initializers", name, groups);
}
/** Every method, data-driven and learned ones included. */
export const allInitializers = initializerFamilies.flatMap(({ methods }) => methods);
/** The methods that need no data. */
export const initializers = allInitializers.filter((method) => !isDataDriven(method));
/**
 * The initializer of that name or alias.
 *
 * @param table the initializers to search
 * @defaultValue `table`: `allInitializers`
 * @throws InputError with "did you mean"
 */
export function findInitializer(name, table = allInitializers) {
    const match = table.find((method) => method.name === name || method.aliases?.includes(name));
    if (match !== undefined)
        return match;
    const names = table.flatMap((method) => [method.name, ...(method.aliases ?? [])]);
    throw unknownName("initializer", name, names, "stepzero list initializers");
}
/**
 * An initializer as written on the command line: "he", "random:std=0.02".
 *
 * @param table the initializers to search
 * @defaultValue `table`: `allInitializers`
 * @throws InputError for an unknown initializer or option, or an illegal value
 * @example
 * import { parseInitializer } from "stepzero";
 *
 * parseInitializer("random:std=0.02").options; // → { std: 0.02 }
 */
export function parseInitializer(text, table = allInitializers) {
    const { name, texts } = parseChoice(text, "initializer");
    const initializer = findInitializer(name, table);
    return { initializer, options: readOptions(initializer, texts) };
}
/**
 * The shortest text that `parseInitializer` reads back. Options with default values are omitted.
 */
export function formatInitializer({ initializer, options }) {
    return formatChoice(initializer, options);
}
