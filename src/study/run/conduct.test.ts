/** Studies conducted over an executor and stores that train nothing. */
import { describe, expect, it } from "vitest";
import { labelOf, planned } from "../../../test/study/planned.js";
import { InputError } from "../../errors.js";
import type { Cell, CellResult } from "../plan/cell.js";
import { conduct } from "./conduct.js";
import type { Executor, Planner, ResultStore } from "./contracts.js";
import type { StudyEvent } from "./events.js";
import { memoryStore } from "./memory-store.js";

const study = planned({ inits: ["he", "zero"], seeds: 3 });

const done = (cell: Cell): CellResult => ({ cell, status: "done", epochs: [] });

/** Ends every cell at once; `atMost` at a time. */
function executor(atMost = 1, end: (cell: Cell) => CellResult = done): Executor & { readonly groups: string[][] } {
  const groups: string[][] = [];
  return {
    groups,
    async run(cells, sink, signal) {
      for (;;) {
        const group = signal?.aborted ? undefined : await cells.next(atMost);
        if (group === undefined) return;
        groups.push(group.map(labelOf));
        for (const cell of group) sink({ kind: "finished", result: end(cell), runtime: "here" });
        await new Promise((resolve) => setTimeout(resolve));
      }
    },
  };
}

describe("conduct", () => {
  it("runs all methods of a seed before the next seed, and gives results in the study's order", async () => {
    const one = executor();
    const { results, interrupted, runtimes } = await conduct(study, { executor: one, store: memoryStore() });
    expect(one.groups.flat()).toEqual([0, 1, 2].flatMap((s) => [`glyphs mlp he ${s}`, `glyphs mlp zero ${s}`]));
    expect(results.map(({ cell }) => cell)).toEqual(study.cells);
    expect({ interrupted, runtimes }).toEqual({ interrupted: false, runtimes: ["here"] });
  });

  it("does not run what the store has, but runs crashed and refused cells again", async () => {
    const store = memoryStore();
    const [a, b, c] = study.cells as [Cell, Cell, Cell];
    await store.save({ result: done(a), runtime: "elsewhere" });
    await store.save({ result: { cell: b, status: "crashed", epochs: [], reason: "x" }, runtime: "elsewhere" });
    await store.save({ result: { cell: c, status: "refused", epochs: [], reason: "x" }, runtime: "elsewhere" });
    const events: StudyEvent[] = [];
    const one = executor();
    const { results, runtimes } = await conduct(study, {
      executor: one,
      store,
      onEvent: (event) => events.push(event),
    });
    expect(one.groups.length).toBe(5);
    expect(results.map(({ status }) => status)).toEqual(study.cells.map(() => "done"));
    expect(runtimes).toEqual(["elsewhere", "here"]);
    expect(events[0]).toMatchObject({ kind: "planned", reused: [{ cell: a }] });
  });

  it("hands out groups that one training graph serves", async () => {
    const mixed = planned({ models: ["mlp", "lenet5"], inits: ["he", "zero"], seeds: 2 });
    const one = executor(3);
    await conduct(mixed, { executor: one, store: memoryStore() });
    expect(one.groups.map(({ length }) => length)).toEqual([3, 1, 3, 1]);
    const recipes = planned({ inits: ["he"], seeds: 4, training: [{ epochs: 1 }, { epochs: 2 }] });
    const two = executor(3);
    await conduct(recipes, { executor: two, store: memoryStore() });
    expect(
      two.groups.every((group) => new Set(group.map((label) => label.split(" [")[1]!.slice(0, 8))).size === 1),
    ).toBe(true);
  });

  it("keeps what ended when it is interrupted", async () => {
    const controller = new AbortController();
    const store = memoryStore();
    const end = (cell: Cell) => {
      if (labelOf(cell) === "glyphs mlp he 1") controller.abort();
      return done(cell);
    };
    const first = await conduct(study, { executor: executor(1, end), store, signal: controller.signal });
    expect(first.interrupted).toBe(true);
    expect(first.results.length).toBe(3);
    const one = executor();
    expect((await conduct(study, { executor: one, store })).interrupted).toBe(false);
    expect(one.groups.length).toBe(3);
  });

  it("ends where the store does not take a result", async () => {
    const store: ResultStore = { ...memoryStore(), save: () => Promise.reject(new InputError("the disk is full")) };
    await expect(conduct(study, { executor: executor(), store })).rejects.toThrow("the disk is full");
  });

  it("waits for cells that others are at, and takes their results, or the cells if they die", async () => {
    const inner = memoryStore();
    const [theirs, dying] = study.cells as [Cell, Cell];
    let waits = 0;
    const store: ResultStore = {
      ...inner,
      claim: async (id) => (id === theirs.id ? waits >= 2 : id === dying.id ? waits >= 1 : true),
    };
    const wait = async () => {
      waits++;
      if (waits === 2) await inner.save({ result: done(theirs), runtime: "there" });
    };
    const one = executor();
    const { results, runtimes } = await conduct(study, { executor: one, store, wait });
    expect(results.map(({ cell }) => labelOf(cell))).toEqual(study.cells.map(labelOf));
    expect(runtimes).toEqual(["here", "there"]);
    expect(one.groups.flat()).not.toContain(labelOf(theirs));
    expect(one.groups.flat().at(-1)).toBe(labelOf(dying));
  });

  it("ends where others finish all that was left", async () => {
    const inner = memoryStore();
    const rest = study.cells.slice(1);
    const store: ResultStore = { ...inner, claim: async (id) => id === study.cells[0]!.id || finishedElsewhere };
    let finishedElsewhere = false;
    const wait = async () => {
      for (const cell of rest) await inner.save({ result: done(cell), runtime: "there" });
      finishedElsewhere = true;
    };
    const one = executor();
    const { results, interrupted } = await conduct(study, { executor: one, store, wait });
    expect(one.groups.flat()).toEqual([labelOf(study.cells[0]!)]);
    expect({ count: results.length, interrupted }).toEqual({ count: 6, interrupted: false });
  });

  it("ends where other conductors finished every cell between the plan and the claim", async () => {
    const stored = memoryStore();
    const reads = new Set<string>();
    // The first search finds nothing; then all results arrive.
    const store: ResultStore = {
      ...stored,
      read: async (id) => {
        if (reads.has(id)) return { result: done(study.cells.find((cell) => cell.id === id)!), runtime: "elsewhere" };
        reads.add(id);
        return undefined;
      },
    };
    const one = executor();
    const { results, runtimes } = await conduct(study, { executor: one, store });
    expect(one.groups).toEqual([]);
    expect(results.map(({ cell }) => cell)).toEqual(study.cells);
    expect(runtimes).toEqual(["elsewhere"]);
  });

  it("asks a planner for the next cells, with the results so far", async () => {
    const countsOfResults: number[] = [];
    let round = 0;
    // A race: two seeds of both methods first, then the better one alone.
    const planner: Planner = {
      next(results) {
        countsOfResults.push(results.length);
        const pending = [4, 5][round - 1];
        if (pending !== undefined && results.length < pending) return [];
        round++;
        if (round === 1) return study.cells.filter(({ seed }) => seed < 2);
        if (round === 2) return study.cells.filter(({ seed, method }) => seed === 2 && method.label === "he");
        return undefined;
      },
    };
    const one = executor();
    const { results, interrupted } = await conduct(study, { executor: one, store: memoryStore(), planner });
    expect(results.map(({ cell }) => labelOf(cell))).not.toContain("glyphs mlp zero 2");
    expect(results.length).toBe(5);
    expect(countsOfResults[0]).toBe(0);
    // Cells that the planner left out are not runs that are missing.
    expect(interrupted).toBe(false);
  });

  it("says after five seconds, once, what it waits for", async () => {
    let milliseconds = 0;
    const notices: { readonly at: number; readonly message: string }[] = [];
    const [first, second] = study.cells as [Cell, Cell];
    const busy = new Set([first.id, second.id]);
    const store: ResultStore = {
      ...memoryStore(),
      claim: async (id) => milliseconds >= 20_000 || !busy.has(id),
      holder: async (id) => (busy.has(id) ? "process 17 on b" : undefined),
    };
    await conduct(study, {
      executor: executor(),
      store,
      wait: async (time) => {
        milliseconds += time;
        // No other result may end the wait before its time.
        await new Promise((resolve) => setTimeout(resolve));
      },
      onEvent: (event) => {
        if (event.kind === "notice") notices.push({ at: milliseconds, message: event.message });
      },
    });
    expect(notices.map(({ message }) => message)).toEqual(["Waiting for 2 runs of other processes: process 17 on b."]);
    expect(notices[0]!.at).toBeGreaterThanOrEqual(4500);
    expect(notices[0]!.at).toBeLessThanOrEqual(5500);
  });

  it("pauses, goes on, puts cells first and stops between cells, as it is wished", async () => {
    const wishes = { pause: false, stop: false, first: [] as string[] };
    const steering = { read: async () => ({ ...wishes }) };
    const one = executor();
    const last = study.cells.at(-1)!;
    const begins: string[] = [];
    const store = memoryStore();
    const run = conduct(study, {
      executor: one,
      store,
      steering,
      wait: async () => {
        begins.push("paused");
        if (begins.length > 3) wishes.pause = false;
        await new Promise((resolve) => setTimeout(resolve));
      },
      onEvent(event) {
        if (event.kind !== "finished") return;
        begins.push(labelOf(event.result.cell));
        if (begins.length === 1) Object.assign(wishes, { pause: true, first: [last.id] });
        if (event.result.cell.id === last.id) wishes.stop = true;
      },
    });
    const { results, interrupted } = await run;
    expect(begins).toEqual(["glyphs mlp he 0", "paused", "paused", "paused", "glyphs mlp zero 2"]);
    expect({ interrupted, count: results.length }).toEqual({ interrupted: true, count: 2 });
    // Who resumes is not stopped by the wish of before.
    const second = await conduct(study, { executor: executor(), store });
    expect(second.interrupted).toBe(false);
    expect(second.results.length).toBe(study.cells.length);
  });

  it("stops a study whose planner decides, which is then interrupted", async () => {
    const planner: Planner = { next: (results) => (results.length > 3 ? undefined : [study.cells[results.length]!]) };
    const steering = { read: async () => ({ pause: false, stop: stop(), first: [] }) };
    let ended = 0;
    const stop = (): boolean => ended > 1;
    const { interrupted, results } = await conduct(study, {
      executor: executor(),
      store: memoryStore(),
      planner,
      steering,
      onEvent: ({ kind }) => {
        if (kind === "finished") ended++;
      },
    });
    expect({ interrupted, results: results.length }).toEqual({ interrupted: true, results: 2 });
  });
});
