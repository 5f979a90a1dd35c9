/** Studies that add seeds until they are decided. */
import { beforeAll, describe, expect, it } from "vitest";
import { glyphs } from "../../test/study/planned.js";
import { loadRuntime } from "../runtime/node/load-runtime.js";
import type { Runtime } from "../runtime/runtime.js";
import { compare } from "./compare.js";
import type { Cell, CellResult } from "./plan/cell.js";
import { requestStudy } from "./plan/options.js";
import { chooseStudy, planStudy } from "./plan/plan-study.js";
import { analyse } from "./results/outcome.js";
import { recordsOf } from "./results/records.js";
import { memoryStore } from "./run/memory-store.js";
import { racePlanner } from "./run/race-planner.js";

const planned = planStudy(
  chooseStudy(requestStudy({ inits: ["he", "random", "glorot-uniform"], untilDecided: true, maxSeeds: 8, epochs: 1 })),
  [glyphs],
);

/** A run that ended with this accuracy; one that diverged for null. */
const resultOf = (cell: Cell, testAccuracy: number | null): CellResult =>
  testAccuracy === null
    ? { cell, status: "diverged", epochs: [], reason: "loss was NaN at step 1 (epoch 1)" }
    : {
        cell,
        status: "done",
        epochs: [{ epoch: 1, trainAccuracy: 0.5, trainLoss: 1, testAccuracy, testLoss: 1, seconds: 1 }],
      };

/** Noise that differs by seed and method, the same in every run of the test. */
const noise = (seed: number, at: number): number => (((seed * 7 + at * 3) % 5) - 2) / 1000;
const figures: Readonly<Record<string, (seed: number) => number | null>> = {
  he: (seed) => 0.95 + noise(seed, 0),
  random: (seed) => 0.85 + noise(seed, 1),
  "glorot-uniform": (seed) => 0.949 + 3 * noise(seed, 2),
};
const run = (cell: Cell) => resultOf(cell, figures[cell.method.label]!(cell.seed));
const placesOf = (cells: readonly Cell[] | undefined) => cells?.map(({ method, seed }) => `${method.label} ${seed}`);

describe("racePlanner", () => {
  it("asks for three seeds of all, then one more of those that stand, and ends at the horizon", () => {
    const planner = racePlanner(planned);
    const results: CellResult[] = [];
    const requests: (string[] | undefined)[] = [];
    for (let cells = planner.next(results); ; cells = planner.next(results)) {
      requests.push(placesOf(cells));
      if (cells === undefined) break;
      results.push(...cells.map(run));
    }
    expect(requests[0]).toHaveLength(9);
    expect(requests[1]).toEqual(["he 3", "glorot-uniform 3"]); // `random` left after three seeds
    expect(requests.slice(1, -1).flat()).toHaveLength(10);
    expect(requests.at(-1)).toBeUndefined();
    const [problem] = analyse(planned.study, recordsOf(planned.study, results)).problems;
    expect(problem!.race).toMatchObject({ outcome: "inconclusive", standing: ["he", "glorot-uniform"], seeds: 8 });
    expect(problem!.missing).toEqual([]);
    expect(problem!.sentences.slice(0, 2)).toEqual([
      "Not decided within 8 seeds, the most that were allowed: he, glorot-uniform stand (95 % sure, over all looks and pairs).",
      "Left the race: random after 3 seeds (beaten by he).",
    ]);
    expect(problem!.verdicts!.verdicts.map(({ a, b, winner, n }) => [a, b, winner, n])).toEqual([
      ["he", "glorot-uniform", null, 8],
      ["he", "random", "he", 3],
      ["glorot-uniform", "random", "glorot-uniform", 3], // at the same look
    ]);
  });

  it("waits for results that are on their way, and goes on from stored ones as if never interrupted", () => {
    const planner = racePlanner(planned);
    const first = planner.next([])!;
    expect(planner.next(first.slice(0, 5).map(run))).toEqual([]);
    const again = racePlanner(planned).next(first.slice(0, 5).map(run));
    expect(placesOf(again)).toEqual(placesOf(first.slice(5)));
  });

  it("a method that diverges with every seed leaves by its failures", () => {
    const all = planned.cells.map((cell) => (cell.method.label === "random" ? resultOf(cell, null) : run(cell)));
    const [problem] = analyse(planned.study, recordsOf(planned.study, all)).problems;
    expect(problem!.race!.pairs.find(({ a, b }) => a === "he" && b === "random")).toMatchObject({ kind: "open" });
    // Eight seeds: the sign test reaches 2 / 2^8 = 0.0078; three pairs at eight looks need less.
    const wide = planStudy(
      chooseStudy(requestStudy({ inits: ["he", "random"], untilDecided: true, maxSeeds: 12, epochs: 1 })),
      [glyphs],
    );
    const more = wide.cells.map((cell) => (cell.method.label === "random" ? resultOf(cell, null) : run(cell)));
    const [decided] = analyse(wide.study, recordsOf(wide.study, more)).problems;
    expect(decided!.race!.pairs[0]).toMatchObject({ kind: "different", winner: "he", by: "failures" });
  });
});

it("one method has nobody to race with", () => {
  const choices = chooseStudy(requestStudy({ inits: ["he"], untilDecided: true }));
  expect(() => planStudy(choices, [glyphs])).toThrow("A race needs two methods at least, and there is one: he.");
});

describe("requestStudy of a race", () => {
  it("declares the design: α, and seeds up to the horizon", () => {
    const { race, seeds } = requestStudy({ untilDecided: true, confidence: 0.9, maxSeeds: 5, seeds: { first: 7 } });
    expect([race, seeds]).toEqual([{ alpha: 0.1 }, [7, 8, 9, 10, 11]]);
    expect(requestStudy({ untilDecided: true }).seeds).toHaveLength(20);
    expect(requestStudy({ seeds: { first: 4 } }).seeds).toEqual([4, 5, 6]);
  });

  it.each([
    [{ untilDecided: true, seeds: 5 }, "Write maxSeeds (--max-seeds) for the most runs"],
    [{ untilDecided: true, seeds: [1, 2] }, "Write maxSeeds (--max-seeds)"],
    [{ untilDecided: true, baseline: "he" }, "Leave out one of the two"],
    [{ maxSeeds: 5 }, "maxSeeds is about a race, and this study is none"],
    [{ confidence: 0.9 }, "confidence is about a race"],
    [{ untilDecided: true, maxSeeds: 2 }, "maxSeeds"],
    [{ untilDecided: true, maxSeeds: 41 }, "maxSeeds"],
    [{ untilDecided: true, confidence: 1 }, "confidence"],
    [{ untilDecided: true, margin: 0 }, "margin"],
  ])("%j is refused", (options, message) => {
    expect(() => requestStudy(options)).toThrow(message);
  });
});

describe("compare until decided", () => {
  let runtime: Runtime;
  beforeAll(async () => {
    ({ runtime } = await loadRuntime());
  });
  const options = { models: "mlp:depth=1,width=32", epochs: 2, limit: 2560, untilDecided: true, maxSeeds: 6 } as const;
  const methods = ["he", "zero", "random:std=0.001"];

  it("runs what the race asks for, with the results of the whole grid, also after an interruption", async () => {
    const raced = await compare(methods, { ...options, runtime });
    const { untilDecided: _, maxSeeds: seeds, ...grid } = options;
    const whole = await compare(methods, { ...grid, seeds, runtime });
    const [a, b] = [raced.problems[0]!, whole.problems[0]!];
    expect(a.runs.length).toBeLessThan(b.runs.length);
    for (const { id, epochs } of a.runs) expect(b.runs.find((one) => one.id === id)!.epochs).toEqual(epochs);
    // No test is spent on a method whose weights are symmetric: one pair is left to correct for.
    expect(a.race!.nonStarters.map(({ method }) => method)).toEqual(["zero"]);
    expect(a.race!.pairs).toHaveLength(1);
    expect(a.runs.filter(({ method }) => methods[method] === "zero")).toEqual([]);
    expect(a.sentences.find((one) => one.startsWith("Did not race, and cost no test: zero ("))).toBeDefined();

    const store = memoryStore();
    const stop = new AbortController();
    let finished = 0;
    const onEvent = ({ kind }: { readonly kind: string }): void => {
      if (kind === "finished" && ++finished === 4) stop.abort();
    };
    await compare(methods, { ...options, runtime, store, signal: stop.signal, onEvent });
    const resumed = await compare(methods, { ...options, runtime, store });
    expect(resumed.problems[0]!.race).toEqual(a.race);
    expect(resumed.problems[0]!.runs).toEqual(a.runs);
  });
});
