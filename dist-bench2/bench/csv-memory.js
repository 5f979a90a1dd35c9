/**
 * The memory and time to read large CSV files, each written and read in processes of their own. The
 * peak is the process's (`maxRSS`); "beyond" is the peak without the float32 numbers that the data
 * set holds in the end.
 *
 *   npm run bench:csv [-- --megabytes 200 --json FILE]
 */
import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadUserData } from "../src/data/node/user-files.js";
import { at, stream, uniforms } from "../src/random/index.js";
const { values } = parseArgs({
    options: {
        megabytes: { type: "string", default: "200" },
        json: { type: "string" },
        one: { type: "string" },
    },
});
const MB = 1e6;
const kinds = {
    "measurements, 100 columns": { columns: 100, field: (u) => (20 * u - 10).toFixed(5) },
    "measurements, 4 columns": { columns: 4, field: (u) => (20 * u - 10).toFixed(5) },
    "times, 2 columns": { columns: 2, field: (u) => (1.7e9 + 1000 * u).toFixed(3) },
    "pixels, 784 columns": { columns: 784, field: (u) => (u < 0.8 ? "0" : String(Math.floor(255 * u))) },
};
function write(path, { columns, field }, bytes) {
    const file = openSync(path, "w");
    writeSync(file, `${Array.from({ length: columns }, (_, i) => `x${i}`).join(",")},label\n`);
    for (let block = 0, size = 0; size < bytes; block++) {
        const rows = Math.ceil(50_000 / columns);
        const draws = uniforms(at(stream(0, "bench"), block), rows * columns);
        const lines = Array.from({ length: rows }, (_, row) => {
            const fields = Array.from(draws.subarray(row * columns, (row + 1) * columns), field);
            return `${fields.join(",")},${"abc"[row % 3]}\n`;
        });
        size += writeSync(file, lines.join(""));
    }
    closeSync(file);
}
async function read(path, kind) {
    const before = process.memoryUsage().rss;
    const start = performance.now();
    const { train, test } = await loadUserData(path);
    const seconds = (performance.now() - start) / 1000;
    const numbers = train.inputs.byteLength + test.inputs.byteLength;
    const peak = process.resourceUsage().maxRSS * 1024;
    return {
        kind,
        file: statSync(path).size / MB,
        rows: train.count + test.count,
        seconds,
        numbers: numbers / MB,
        process: before / MB,
        peak: peak / MB,
        beyond: (peak - numbers) / MB,
    };
}
const script = fileURLToPath(import.meta.url);
if (values.one !== undefined) {
    const [path, kind] = JSON.parse(values.one);
    console.log(JSON.stringify(await read(path, kind)));
}
else {
    const folder = mkdtempSync(join(tmpdir(), "stepzero-csv-"));
    const results = [];
    try {
        for (const [name, kind] of Object.entries(kinds)) {
            const path = join(folder, "table.csv");
            write(path, kind, Number(values.megabytes) * MB);
            const output = execFileSync(process.execPath, [script, "--one", JSON.stringify([path, name])], {
                encoding: "utf8",
            });
            const result = JSON.parse(output);
            results.push(result);
            const figures = ["file", "rows", "seconds", "numbers", "process", "peak", "beyond"].map((key) => `${key} ${result[key].toFixed(key === "seconds" ? 1 : 0)}`);
            console.log(`${name}: ${figures.join(", ")}`);
        }
    }
    finally {
        rmSync(folder, { recursive: true });
    }
    if (values.json !== undefined)
        writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
}
