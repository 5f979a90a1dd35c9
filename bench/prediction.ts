/**
 * What scores of a network before its first step are worth: their rank correlation with the final
 * accuracy, over methods, within each network. docs/prediction.md has the output.
 *
 *   npm run bench:prediction [-- --csv FILE --only TEXT --print]
 *
 * Each (network, method) is a row of the CSV; rows that are there are not computed again, so an
 * interrupted run goes on. `--print` only prints. The data are read from STEPZERO_DATA.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { dataLocation } from "../src/data/node/data-location.js";
import { loadDataset } from "../src/data/node/index.js";
import { loadRuntime } from "../src/runtime/node/load-runtime.js";
import { type Pair, type Pooled, pooledCorrelation } from "./prediction/correlation.js";
import { methods, settings } from "./prediction/networks.js";
import { type Row, runPair } from "./prediction/run-pair.js";
import { scores } from "./prediction/scores.js";

const { values } = parseArgs({
  options: {
    csv: { type: "string", default: "bench/results/prediction.csv" },
    only: { type: "string", default: "" },
    print: { type: "boolean", default: false },
  },
});

/** The rows of the CSV, whose texts have no commas but in quotes. */
function readRows(): Row[] {
  if (!existsSync(values.csv)) return [];
  const [head, ...lines] = readFileSync(values.csv, "utf8").split("\n").filter(Boolean);
  const cells = (line: string) => [...line.matchAll(/"([^"]*)"|[^,]+/g)].map(([all, quoted]) => quoted ?? all);
  const names = cells(head!);
  return lines.map((line) => Object.fromEntries(cells(line).map((text, i) => [names[i]!, text])));
}

const quoted = (value: string | number): string => (String(value).includes(",") ? `"${value}"` : String(value));
const isSame = (row: Row, network: string, method: string) => row.network === network && row.method === method;

async function runAll(): Promise<void> {
  const { runtime } = await loadRuntime();
  mkdirSync(dirname(values.csv), { recursive: true });
  for (const setting of settings.filter(({ network }) => network.includes(values.only))) {
    const missing = methods.filter((method) => !readRows().some((row) => isSame(row, setting.network, method)));
    if (missing.length === 0) continue;
    const dataset = await loadDataset(setting.data, dataLocation(undefined));
    for (const method of missing) {
      const row = await runPair(runtime, setting, dataset, method);
      if (!existsSync(values.csv)) appendFileSync(values.csv, `${Object.keys(row).map(quoted).join(",")}\n`);
      appendFileSync(values.csv, `${Object.values(row).map(quoted).join(",")}\n`);
      console.error(
        `${row.network} · ${method}: ${row.accuracy} at ${row.rate}, ${row.verdict}, ${row.train_seconds} s`,
      );
    }
  }
}

if (!values.print) await runAll();

const pairs: Pair[] = readRows().map((row) => ({
  network: String(row.network),
  method: String(row.method),
  isSick: row.verdict === "sick",
  accuracy: Number(row.accuracy),
  scores: Object.fromEntries(scores.map(({ name }) => [name, Number(row[name])])),
}));

const two = (value: number): string => value.toFixed(2).replace("-", "−");
const interval = ({ mean, low, high }: Pooled): string =>
  Number.isNaN(mean) ? "–" : `${two(mean)} [${two(low)}, ${two(high)}]`;
const networks = [...new Set(pairs.map(({ network }) => network))];
const healthy = pairs.filter(({ isSick }) => !isSick);
const rows = scores.map(({ name, formula }) => ({
  name,
  formula,
  all: pooledCorrelation(pairs, name),
  healthy: pooledCorrelation(healthy, name),
}));
rows.sort((a, b) => b.all.mean - a.all.mean);

console.log(
  `${pairs.length} pairs of ${networks.length} networks; ${healthy.length} of them are not sick for doctor.\n`,
);
console.log("| score | all methods | methods that are not sick | what is computed |\n| --- | --- | --- | --- |");
for (const { name, formula, all, healthy: rest } of rows) {
  console.log(`| ${name} | ${interval(all)} | ${interval(rest)} | ${formula.replaceAll("|", "\\|")} |`);
}
console.log(`\n| network | ${rows.map(({ name }) => name).join(" | ")} |\n|${" --- |".repeat(rows.length + 1)}`);
for (const network of networks) {
  const cells = rows.map(({ all }) => (all.byNetwork.has(network) ? two(all.byNetwork.get(network)!) : "–"));
  console.log(`| ${network} | ${cells.join(" | ")} |`);
}
