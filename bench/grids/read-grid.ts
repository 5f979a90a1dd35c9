/** A recorded grid: what every method did at every rate and seed of a problem. */
import { readFileSync } from "node:fs";

/** One recorded run. */
export interface GridRun {
  readonly isDone: boolean;
  /** Share of the optimizer steps of a whole run that it made: less than 1 where it diverged. */
  readonly cost: number;
  /** On held-out samples after each epoch; shorter where it diverged. */
  readonly validation: readonly number[];
  /** The loss there. */
  readonly loss: readonly number[];
  /** On the test set. */
  readonly test: readonly number[];
}

/** All runs of one problem. */
export interface Grid {
  readonly name: string;
  readonly methods: readonly string[];
  /** From the smallest. */
  readonly rates: readonly number[];
  readonly seeds: readonly number[];
  /** Of a whole run. */
  readonly epochs: number;
  run(method: string, rate: number, seed: number): GridRun;
}

/**
 * @param file what `record.ts` wrote
 * @param perEpoch optimizer steps of an epoch
 */
export function readGrid(name: string, file: string, perEpoch: number): Grid {
  const [header, ...lines] = readFileSync(file, "utf8").trim().split("\n");
  const columns = header!.split(",");
  const epochs = columns.filter((column) => column.startsWith("test")).length;
  const steps = perEpoch * epochs;
  const runs = new Map<string, GridRun>();
  const [methods, rates, seeds] = [new Set<string>(), new Set<number>(), new Set<number>()];
  for (const line of lines) {
    const cells = line.split(",");
    const value = (column: string) => cells[columns.indexOf(column)]!;
    const series = (figure: string) =>
      Array.from({ length: epochs }, (_, i) => value(`${figure}${i + 1}`))
        .filter((text) => text !== "")
        .map(Number);
    const [method, rate, seed] = [value("method"), Number(value("rate")), Number(value("seed"))];
    methods.add(method);
    rates.add(rate);
    seeds.add(seed);
    const isDone = value("status") === "done";
    const cost = isDone ? 1 : Math.min(1, Number(value("step") || steps) / steps);
    runs.set(JSON.stringify([method, rate, seed]), {
      isDone,
      cost,
      validation: series("validation"),
      loss: series("loss"),
      test: series("test"),
    });
  }
  return {
    name,
    methods: [...methods],
    rates: [...rates].sort((a, b) => a - b),
    seeds: [...seeds].sort((a, b) => a - b),
    epochs,
    run: (method, rate, seed) => runs.get(JSON.stringify([method, rate, seed]))!,
  };
}
