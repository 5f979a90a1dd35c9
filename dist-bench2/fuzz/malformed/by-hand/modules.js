const zeros = "(stream, { shape }) => new Float32Array(shape.reduce((a, b) => a * b, 1))";
const thrower = "{ throw new Error('boom'); }";
/** Exports that are no object of fields. */
const exported = [
    "",
    "export const x = 1;",
    "export default null;",
    "export default undefined;",
    "export default 3;",
    "export default 'he';",
    "export default [];",
    "export default {};",
    "export default () => 0;",
    "export default Promise.resolve({});",
    "export default Symbol('s');",
    "export default 10n;",
    "export default new Map();",
    `export default new Proxy({}, { get() ${thrower}, ownKeys() ${thrower} });`,
    "throw new Error('boom');",
    "throw null;",
    "throw Symbol('s');",
    "syntax error here",
    "export default {",
    "import './nowhere.mjs'; export default {};",
    "import 'no-such-package-at-all'; export default {};",
    "null.x;",
    "\0",
    "\ufffd",
];
const fields = (wrong, whole) => Object.entries(wrong).flatMap(([field, values]) => values.map((value) => [`${field}: ${value.slice(0, 40)}`, whole(field, value), "fuzzed.mjs"]));
const initializer = (field, value) => {
    const all = { name: '"mine"', initialize: zeros, [field]: value };
    return `export default { ${Object.entries(all)
        .map(([key, text]) => (text.startsWith("get ") ? text.replace("get ", `get ${key}`) : `${key}: ${text}`))
        .join(", ")} };`;
};
const getter = `get () ${thrower}`;
/** Of initializers. */
export const ownInitializer = [
    ...exported.map((text) => [`the module ${JSON.stringify(text)}`, text, "fuzzed.mjs"]),
    ...fields({
        name: ['""', "3", "null", '"he"', '"zeros"', '"a b"', '"a:b"', '"../x"', "[]", "10n", "Symbol('s')", getter],
        initialize: [
            "null",
            "3",
            '"he"',
            "{}",
            "[]",
            getter,
            "class A {}",
            `() => ${thrower}`,
            "() => { throw null; }",
            "() => 0",
            "() => null",
            "() => [0]",
            "async () => new Float32Array(3)",
            "() => new Float32Array(3)",
            "() => new Float64Array(3)",
            "() => { const a = []; a.push(a); return a; }",
            "(s, { shape }) => new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(NaN)",
            "(s, { shape }) => new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(Infinity)",
            "function* () {}",
        ],
        title: ["3", "{}", "[]", getter],
        summary: ["3", "true", getter],
        references: ["3", "{}", "[3]", "[{}]", '[{ authors: "A", title: "T", year: "2020" }]', getter],
        aliases: ["3", '"a"', "[3]", getter],
        options: [
            "3",
            "[]",
            '"std"',
            "{ std: 3 }",
            "{ std: {} }",
            "{ std: { default: 1 } }",
            "{ std: { default: 5, low: 0, high: 1 } }",
            "{ std: { default: NaN, low: 0, high: 1 } }",
            "{ std: { default: 0, low: 1, high: 0 } }",
            "{ std: { default: 0.5, low: 0, high: 1, integer: true } }",
            "{ std: { default: 'a', names: [] } }",
            "{ std: { default: 'a', names: ['b'] } }",
            "{ std: { default: 1, names: [1] } }",
            `{ get std() ${thrower} }`,
            `{ std: { get low() ${thrower} } }`,
        ],
        caveats: ["3", '"a"', "[3]"],
        requires: ['"nothing"', "3", "[]"],
        learningRateMultipliers: [
            "3",
            "{}",
            `() => ${thrower}`,
            "() => 3",
            "() => ({ x: NaN })",
            `() => ({ get x() ${thrower} })`,
        ],
        sumary: ['"x"'],
        other: ["1"],
    }, initializer),
    ["legal", initializer("title", '"Mine"'), null],
];
const network = (field, value) => {
    const all = {
        name: '"mine"',
        build: "({ classes }) => sequential(flatten(), dense(classes))",
        [field]: value,
    };
    const text = Object.entries(all).map(([key, one]) => one.startsWith("get ") ? one.replace("get ", `get ${key}`) : `${key}: ${one}`);
    return `import { dense, flatten, sequential } from "stepzero";\nexport default { ${text.join(", ")} };`;
};
const recipe = (field, value) => `{ ${Object.entries({
    loss: '"cross-entropy"',
    optimizer: '{ kind: "sgd", learningRate: 0.1 }',
    batch: "8",
    epochs: "1",
    [field]: value,
})
    .map(([key, one]) => `${key}: ${one}`)
    .join(", ")} }`;
/** Of networks. */
export const ownNetwork = [
    ...exported.map((text) => [`the module ${JSON.stringify(text)}`, text, "fuzzed.mjs"]),
    ...fields({
        name: ['""', "3", "null", "[]", "10n", getter],
        summary: ["3", "{}", getter],
        build: [
            "null",
            "3",
            "{}",
            getter,
            `() => ${thrower}`,
            "() => null",
            "() => 3",
            "() => ({})",
            "() => dense(3)",
            "() => dense(0)",
            "() => dense(NaN)",
            "() => dense('3')",
            `() => ({ kind: "x", apply: () => ${thrower} })`,
            '() => ({ kind: "x", apply: () => null })',
            '() => ({ kind: "x", apply: (x) => x })',
            "async () => dense(10)",
            "() => { const f = () => f(); return f(); }",
        ],
        notes: ["3", `() => ${thrower}`, "() => 3", "() => [3]"],
        options: ["3", "[]", "{ width: 3 }", "{ width: { default: 5, low: 0, high: 1 } }"],
    }, network).filter(([what]) => !what.startsWith("notes: ()")),
    ...[
        ["loss", '"x"'],
        ["loss", "null"],
        ["optimizer", "null"],
        ["optimizer", '"sgd"'],
        ["optimizer", '{ kind: "x", learningRate: 1 }'],
        ["optimizer", '{ kind: "sgd" }'],
        ["optimizer", '{ kind: "sgd", learningRate: -1 }'],
        ["optimizer", '{ kind: "sgd", learningRate: 1, beta1: 0.9 }'],
        ["batch", "0"],
        ["batch", "1.5"],
        ["batch", '"8"'],
        ["epochs", "0"],
        ["epochs", "-1"],
        ["epochs", "NaN"],
        ["schedule", '"cosine"'],
        ["schedule", '{ kind: "step" }'],
        ["warmupSteps", "-1"],
        ["augmentation", "true"],
        ["augmentation", "{ shift: 2 }"],
        ["other", "1"],
    ].map(([field, value]) => [`recipe.${field}: ${value}`, network("recipe", recipe(field, value)), ""]),
    ["legal", network("summary", '"Small."'), null],
    ["legal, a recipe", network("recipe", recipe("batch", "16")), null],
];
/** Of studies that modules export. */
export const studyModule = [
    ...exported
        .filter((text) => text !== "export default {};")
        .map((text) => [`the module ${JSON.stringify(text)}`, text, "fuzzed-study.mjs"]),
    ["an empty object", "export default {};", "empty"],
    ...["data", "models", "inits", "seeds", "training", "schedule", "problems"].flatMap((key) => [
        "() => 0",
        "10n",
        "Symbol('s')",
        "Promise.resolve(['he'])",
        "(() => { const a = []; a.push(a); return a; })()",
        "new Proxy([], { get() { throw new Error('boom'); } })",
        "new Map()",
        "NaN",
    ].map((value) => [`${key}: ${value.slice(0, 40)}`, `export default { ${key}: ${value} };`, key])),
    ...["data", "inits", "seeds"].map((key) => [
        `${key}: a getter that throws`,
        `export default { get ${key}() ${thrower} };`,
        `${key} cannot be read: it threw "boom"`,
    ]),
    ["legal", "export default { inits: ['he'], seeds: 2 };", null],
    ["legal, named", "export const study = { inits: ['he'], seeds: 2 };", null],
    ["legal, a getter", "export default { get inits() { return ['he']; }, seeds: 2 };", null],
];
