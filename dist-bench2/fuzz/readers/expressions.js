/** Changes of modules: what they export has getters, proxies and values of any type. */
import { ofText, replaceOne, textMutations } from "../mutations/text.js";
/** Values that are none that a reader expects; each is an expression without side effects. */
const expressions = [
    "null",
    "undefined",
    "NaN",
    "-Infinity",
    "-0",
    "10n",
    "Symbol('s')",
    "'x'",
    "() => 0",
    "async () => 0",
    "function* () { yield 1; }",
    "class A {}",
    "new (class A { get name() { throw new Error('no'); } })()",
    "Promise.resolve({ name: 'x' })",
    "new Date(NaN)",
    "new Map([['name', 'x']])",
    "new Set(['he'])",
    "new Float32Array(3)",
    "new Proxy({}, {})",
    "new Proxy({}, { get() { throw new Error('no'); } })",
    "new Proxy({}, { ownKeys() { throw new Error('no'); } })",
    "new Proxy({}, { has() { throw new Error('no'); }, getOwnPropertyDescriptor() { throw new Error('no'); } })",
    "new Proxy([], { get() { throw new Error('no'); } })",
    "new Proxy(() => 0, { get() { throw new Error('no'); }, apply() { throw new Error('no'); } })",
    "Object.create(null)",
    "Object.freeze([])",
    "{ get 0() { throw new Error('no'); }, length: 1 }",
    "{ get name() { throw new Error('no'); } }",
    "{ toJSON() { throw new Error('no'); } }",
    "{ toString() { throw new Error('no'); } }",
    "{ [Symbol.toPrimitive]() { throw new Error('no'); } }",
    "{ then(done) { done({ name: 'x' }); } }",
    "{ then() { throw new Error('no'); } }",
    "(() => { const a = []; a.push(a); return a; })()",
    "(() => { const a = {}; a.a = a; return a; })()",
    "[,]",
    "[undefined]",
    "['he', , 'zero']",
    "new Array(1000)",
    "{ length: 2 ** 40 }",
    "'\\ud800'",
    "Object(1)",
    "Object('he')",
];
const putExpression = ofText("put an expression", (text, draws) => replaceOne(text, /(?<=[:[,(] ?)(?:"[^"]*"|'[^']*'|-?\d[\d.]*|\[[^[\]]*\]|\{[^{}]*\})(?=\s*[,})\];])/g, draws, () => draws.pick(expressions)));
const putGetter = ofText("make a field a getter that throws", (text, draws) => replaceOne(text, /"?\b(\w+)"?:\s*(?:"[^"]*"|-?\d[\d.]*)/g, draws, (pair) => {
    const name = /\w+/.exec(pair)[0];
    return `get ${name}() { throw ${draws.pick(["new Error('no')", "null", "undefined", "'text'", "10n", "Symbol('s')", "{}"])}; }`;
}));
const exportOther = ofText("export something else", (text, draws) => replaceOne(text, /export (default|const network =) [\s\S]*/g, draws, () => `export default ${draws.pick(expressions)};\n`));
const throwWhileLoading = ofText("throw while the module loads", (text, draws) => `${draws.pick(["throw new Error('no');", "throw null;", "throw undefined;", "throw Symbol('s');", "await Promise.reject(null);", "import 'nowhere';", "import './nowhere.mjs';", "null.x;"])}\n${text}`);
const renameExport = ofText("export under other names", (text, draws) => text.replace("export default", draws.pick([
    "export const study =",
    "export const initializer =",
    "export const network =",
    "export const x =",
    "module.exports =",
    "",
])));
/** Of modules: mostly of what they export. Bytes are not flipped, as a program may do anything. */
export const hostileExpressions = [
    putExpression,
    putExpression,
    putExpression,
    putGetter,
    putGetter,
    exportOther,
    throwWhileLoading,
    renameExport,
    ...textMutations,
];
