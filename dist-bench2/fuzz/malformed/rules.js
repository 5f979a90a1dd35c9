/**
 * Whether a mutated input may be read, by rules that are not the reader's: a checksum, Python, a
 * grammar, the shape of the valid input, Node's own `import`.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { textOf } from "../reader.js";
import { digestOf } from "./digests.js";
import { isShapedAs } from "./shape.js";
/** A checksum covers the whole file: only the bytes that were written may be read. */
const unchanged = async ({ corpus }, inputs) => {
    const valid = corpus().map((bytes) => Buffer.from(bytes).toString("hex"));
    return inputs.map(({ bytes }) => valid.includes(Buffer.from(bytes).toString("hex")) ? undefined : "its bytes were changed");
};
/** Python reads the same, or at least reads it. */
const python = async ({ name }, inputs) => {
    if (inputs.length === 0)
        return [];
    const folder = mkdtempSync(join(tmpdir(), "stepzero-oracle-"));
    try {
        const files = inputs.map(({ bytes }, i) => {
            writeFileSync(join(folder, String(i)), bytes);
            return join(folder, String(i));
        });
        // The compiled program lies in dist-bench/fuzz/malformed, the oracle beside its source.
        const program = fileURLToPath(new URL("../../../fuzz/malformed/oracle.py", import.meta.url));
        const lines = execFileSync("/usr/bin/python3", [program, name, ...files], { encoding: "utf8", maxBuffer: 2 ** 28 });
        return lines
            .trimEnd()
            .split("\n")
            .map((line, i) => {
            const { read, refused } = JSON.parse(line);
            if (refused !== undefined)
                return `Python refuses it (${refused})`;
            const { digest } = inputs[i];
            return read === null || read === digest ? undefined : `Python reads ${read}, stepzero ${digest}`;
        });
    }
    finally {
        rmSync(folder, { recursive: true, force: true });
    }
};
/** Every value is of the kind, and in the range, that stands at this place in a valid input. */
const shaped = async ({ corpus }, inputs) => {
    const valid = corpus().map((bytes) => JSON.parse(textOf(bytes)));
    return inputs.map(({ bytes }) => {
        let value;
        try {
            value = JSON.parse(textOf(bytes));
        }
        catch {
            return "it is no JSON";
        }
        const faults = valid.map((one) => isShapedAs(value, one));
        return faults.includes(undefined) ? undefined : faults[0];
    });
};
/** The header of a checkpoint promises the numbers that are there. */
const wholeCheckpoint = async (_, inputs) => inputs.map(({ bytes }) => {
    const body = bytes.subarray(65);
    const end = body.indexOf(10);
    try {
        const header = JSON.parse(textOf(body.subarray(0, end)));
        const numbers = header.tensors.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
        return header.id === "0".repeat(32) && 4 * numbers === body.length - end - 1 ? undefined : "it is not whole";
    }
    catch (error) {
        return `its header is not whole (${String(error)})`;
    }
});
/** The whole text has a form. */
const matches = (...forms) => async (_, inputs) => inputs.map(({ bytes }) => {
    const text = textOf(bytes);
    return forms.some((form) => form.test(text)) ? undefined : `${JSON.stringify(text)} has not its form`;
});
const decimal = String.raw `[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;
const option = String.raw `\s*[\w-]+\s*=\s*(?:${decimal}|[a-z][\w-]*)\s*`;
const choice = new RegExp(String.raw `^[\w./+-]+(?::${option}(?:,${option})*)?$`);
const size = String.raw `[1-9]\d*`;
const layer = String.raw `\s*[a-z]+[123]?d?[\s=]+(?:${size}(?:x${size})*[\s=]+)?${size}(?:\s*(?:→|->|=>|x|×)[\s=]*${size})?(?:[\s=]+(?:stride|dilation|groups)[\s=]+${size})*\s*`;
/** Options that take numbers take decimal ones; every other word is taken as it is. */
const numbersInOptions = async (_, inputs) => inputs.map(({ bytes }) => {
    const words = textOf(bytes).split("\n");
    if (words.some((word) => ["help", "-h", "--help", "-V", "--version", ""].includes(word)))
        return undefined;
    const bad = words.flatMap((word, i) => {
        const [, name, tied] = /^--(seeds|seed|epochs|batch|lr|limit|validation|margin|target)(?:=(.*))?$/s.exec(word) ?? [];
        const value = tied ?? words[i + 1] ?? "";
        return name === undefined || new RegExp(`^${decimal}$`).test(value) ? [] : [`--${name} ${value}`];
    });
    return bad.length === 0 ? undefined : `${bad.join(", ")} is no number`;
});
/** Node's own `import` finds the same values; stubs stand for what the module imports. */
const imported = (judge) => async (_, inputs) => Promise.all(inputs.map(async ({ bytes, digest }) => {
    const stubs = "const [defineNetwork, dense, flatten, sequential] = [(d) => ({ ...d, build() {} })];\n";
    const code = stubs + textOf(bytes).replace(/^import .*$/m, "");
    try {
        const { default: exported, study, initializer, network, } = (await import(`data:text/javascript,${encodeURIComponent(code)}`));
        return judge(exported ?? study ?? initializer ?? network, digest)
            ? undefined
            : "import() finds something else";
    }
    catch (error) {
        return `import() refuses it (${String(error)})`;
    }
}));
const hasFields = (...names) => (exported) => typeof exported === "object" &&
    typeof exported.name === "string" &&
    names.some((name) => typeof exported[name] === "function");
/** The rule of each reader; `shell-words` judges itself. */
export const rules = {
    ...Object.fromEntries(["results-study", "results-manifest", "results-cell", "checkpoint"].map((name) => [
        name,
        { words: "only unchanged bytes", rule: unchanged },
    ])),
    ...Object.fromEntries([
        ...[
            "study-json",
            "study-yaml",
            "csv",
            "npy",
            "npz",
            "npy-in-npz",
            "words-in-npz",
            "idx",
            "idx-gz",
            "cifar",
            "safetensors",
        ],
        ...["onnx-outline", "audit-table"],
    ].map((name) => [name, { words: "Python reads the same", rule: python }])),
    ...Object.fromEntries(["onnx-graph", "onnx-init", "onnx-network"].map((name) => [
        name,
        { words: "Python's onnx reads it", rule: python },
    ])),
    ...Object.fromEntries(["compare-json", "signed-study", "signed-manifest", "signed-cell"].map((name) => [
        name,
        { words: "every value of the kind and range of a valid file's", rule: shaped },
    ])),
    "signed-checkpoint": { words: "the numbers that its header promises", rule: wholeCheckpoint },
    "method-options": { words: "its grammar", rule: matches(choice) },
    "model-options": { words: "its grammar", rule: matches(choice) },
    "framework-layers": { words: "its grammar", rule: matches(new RegExp(`^${layer}(?:[,;\n]${layer})*$`, "i")) },
    shard: { words: "its grammar", rule: matches(/^\d+\/\d+$/) },
    "command-line": { words: "numbers are decimal", rule: numbersInOptions },
    "study-module": {
        words: "Node's import() finds the same",
        rule: imported((exported, digest) => digestOf("study-module", exported) === digest),
    },
    "own-initializer": { words: "Node's import() finds its fields", rule: imported(hasFields("initialize")) },
    "own-network": { words: "Node's import() finds its fields", rule: imported(hasFields("build", "layers")) },
    "shell-words": { words: "bash reads the same words", rule: async (_, inputs) => inputs.map(() => undefined) },
};
