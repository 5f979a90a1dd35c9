/**
 * The executor with real processes: those of `unruly-worker.mjs`, which end in every way a process
 * can.
 */
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { InputError } from "../../src/errors.js";
import type { Device } from "../../src/runtime/device.js";
import type { Cell, CellResult } from "../../src/study/plan/cell.js";
import { cellQueue } from "../../src/study/run/cell-queue.js";
import type { RunEvent } from "../../src/study/run/events.js";
import { memoryStore } from "../../src/study/run/memory-store.js";
import { startProcesses } from "../../src/study/run/node/processes.js";
import { fixedGrid } from "../../src/study/run/planners.js";
import { bareCell as cell } from "./planned.js";

const script = new URL("./unruly-worker.mjs", import.meta.url);

async function run(
  cells: readonly Cell[],
  jobs: number,
  signal?: AbortSignal,
  onEvent?: (event: RunEvent) => void,
  device: Device = "cpu",
  replicas = 1,
) {
  const events: RunEvent[] = [];
  const places = { cacheDir: "none", dataDir: undefined, onlyDataDir: false };
  const processes = startProcesses({ jobs, device, recompute: false, replicas, script, places });
  const queue = cellQueue({
    planner: fixedGrid(cells),
    store: memoryStore(),
    results: () => [],
    onStored: () => {},
    wait: () => Promise.resolve(),
    signal,
  });
  const sink = (event: RunEvent) => {
    events.push(event);
    onEvent?.(event);
  };
  await processes.run(queue, sink, signal).finally(() => processes.close());
  const results = new Map<string, CellResult>();
  for (const event of events) if (event.kind === "finished") results.set(event.result.cell.id, event.result);
  return { events, results };
}

const seeds = [0, 1, 2, 3, 4, 5, 6, 7];

describe("worker processes", () => {
  it("hands cells out in their order, whatever the number of processes, and results do not depend on it", async () => {
    const cells = [...seeds.map((seed) => cell(seed)), ...seeds.map((seed) => cell(seed, "fine", "other"))];
    const one = await run(cells, 1);
    const three = await run(cells, 3);
    for (const { events } of [one, three]) {
      const started = events.flatMap((event) => (event.kind === "started" ? [event.cell.id] : []));
      expect(started).toEqual(cells.map(({ id }) => id));
    }
    for (const { id } of cells) expect(three.results.get(id)).toEqual(one.results.get(id));
    // Whole cells reached the workers.
    expect(one.results.get("tiny-fine-3")!.epochs[0]!.testAccuracy).toBe(3 / 255);
    expect(one.results.get("other-fine-3")!.cell).toEqual(cell(3, "fine", "other"));
  });

  it("uses several processes, and says a worker's notice once", async () => {
    // Enough cells that the second process has begun before the first is through with them.
    const many = Array.from({ length: 120 }, (_, seed) => cell(seed));
    const { events } = await run(many, 2);
    const runtimes = new Set(events.flatMap((event) => (event.kind === "finished" ? [event.runtime] : [])));
    expect(runtimes.size).toBe(2);
    expect(events.filter(({ kind }) => kind === "notice")).toEqual([{ kind: "notice", message: "slow today" }]);
  });

  it("loses one cell to a crash, says why, and goes on", async () => {
    const cells = [
      cell(0),
      cell(1, "abort"),
      cell(2),
      cell(3, "segfault"),
      cell(4, "memory"),
      cell(5, "exit"),
      cell(6),
    ];
    for (const jobs of [1, 2]) {
      const { results } = await run(cells, jobs);
      expect(results.size).toBe(cells.length);
      for (const seed of [0, 2, 6]) expect(results.get(`tiny-fine-${seed}`)!.status).toBe("done");
      const crashed = (id: string) => {
        const { status, epochs, reason } = results.get(id)!;
        expect({ status, epochs }).toEqual({ status: "crashed", epochs: [] });
        return reason;
      };
      expect(crashed("tiny-abort-1")).toMatch(/^its process died of SIGABRT, a crash in native code/);
      expect(crashed("tiny-segfault-3")).toBe("its process died of SIGSEGV, a crash in native code");
      expect(crashed("tiny-memory-4")).toBe(
        "its process was killed (SIGKILL), as the system does when memory runs out",
      );
      expect(crashed("tiny-exit-5")).toBe(
        "its process ended with exit code 3; it last said: terminate called after throwing an instance of 'std::bad_alloc'",
      );
    }
  });

  it("ends, with every cell crashed, where nothing else can be had", async () => {
    const cells = seeds.map((seed) => cell(seed, "segfault"));
    const { results } = await run(cells, 2);
    expect([...results.values()].map(({ status }) => status)).toEqual(cells.map(() => "crashed"));
  });

  it("says so where no worker can begin", async () => {
    process.env.UNRULY_START = "fail";
    try {
      await expect(run([cell(0)], 2)).rejects.toThrow(
        "No worker process could begin: its process ended with exit code 7; it last said: Error: cannot load library",
      );
    } finally {
      delete process.env.UNRULY_START;
    }
  });

  it("goes on after a cell that was refused", async () => {
    const { results } = await run([cell(0, "refused"), cell(1)], 1);
    expect([...results.values()].map(({ status, reason }) => [status, reason])).toEqual([
      ["refused", "the network does not fit"],
      ["done", undefined],
    ]);
  });

  it("stops where an event cannot be taken, as when the disk is full", async () => {
    const full = new InputError("disk full");
    const outcome = run([cell(0), cell(1)], 1, undefined, ({ kind }) => {
      if (kind === "finished") throw full;
    });
    await expect(outcome).rejects.toBe(full);
  });

  it("keeps what is finished when aborted, and kills what runs", async () => {
    const controller = new AbortController();
    let begun = 0;
    const { results } = await run([cell(0), cell(1), cell(2, "forever"), cell(3)], 1, controller.signal, ({ kind }) => {
      if (kind === "started" && ++begun === 3) controller.abort();
    });
    expect([...results.keys()]).toEqual(["tiny-fine-0", "tiny-fine-1"]);
  });
});

/** A notice's or a finished event's own words. */
const noticesOf = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.kind === "notice" && event.message !== "slow today" ? [event.message] : []));

describe("worker processes on a device", () => {
  const onDevice = (cells: readonly Cell[]) => run(cells, 1, undefined, undefined, "webgpu");

  it("runs a cell again on the processor that took the device down or was thrown there, and goes on on the device", async () => {
    const cells = [cell(0), cell(1, "device-abort"), cell(2), cell(3, "device-throws"), cell(4), cell(5, "refused")];
    const { events, results } = await onDevice(cells);
    expect(results.size).toBe(cells.length);
    const where = new Map(
      events.flatMap((event) =>
        event.kind === "finished"
          ? [[event.result.cell.id, [event.result.status, event.runtime.split(", ")[1]]] as const]
          : [],
      ),
    );
    expect(Object.fromEntries(where)).toEqual({
      "tiny-fine-0": ["done", "webgpu"],
      "tiny-device-abort-1": ["done", "cpu"],
      "tiny-fine-2": ["done", "webgpu"],
      "tiny-device-throws-3": ["done", "cpu"],
      "tiny-fine-4": ["done", "webgpu"],
      "tiny-refused-5": ["refused", "webgpu"],
    });
    const notices = noticesOf(events);
    expect(notices.length).toBe(2);
    expect(notices[0]).toMatch(
      /^tiny × mlp, device-abort, seed 1 failed on webgpu \(its process died of SIGABRT.*; it is run again on the processor\.$/,
    );
    expect(notices[1]).toBe(
      "tiny × mlp, device-throws, seed 3 failed on webgpu (device lost); it is run again on the processor.",
    );
    // An epoch that was reported before the failure is not reported again.
    const epochs = events.flatMap((event) => (event.kind === "epoch" ? [event.cell.id] : []));
    expect(epochs.filter((id) => id === "tiny-device-throws-3").length).toBe(1);
  });

  it("records what fails on the processor, too", async () => {
    const { results } = await onDevice([cell(0, "segfault"), cell(1)]);
    expect([...results.values()].map(({ cell: { seed }, status }) => [seed, status]).sort()).toEqual([
      [0, "crashed"],
      [1, "done"],
    ]);
  });

  describe("that has gone", () => {
    const gone = join(tmpdir(), `stepzero-gone-${process.pid}`);
    const withGone = async <T>(work: () => Promise<T>): Promise<T> => {
      process.env.UNRULY_GONE = gone;
      try {
        return await work();
      } finally {
        delete process.env.UNRULY_GONE;
        rmSync(gone, { force: true });
      }
    };

    it("runs all that is left on the processor", async () => {
      const cells = [cell(0), cell(1, "device-gone"), ...seeds.slice(2).map((seed) => cell(seed))];
      const { events, results } = await withGone(() => onDevice(cells));
      expect([...results.values()].map(({ status }) => status)).toEqual(cells.map(() => "done"));
      expect(noticesOf(events)[1]).toBe("Device webgpu has gone. What is left is run on the processor.");
    });

    it("begins with: bad input", async () => {
      writeFileSync(gone, "");
      const outcome = withGone(() => onDevice([cell(0)]));
      await expect(outcome).rejects.toThrow(new InputError("Device webgpu has gone."));
      await expect(outcome).rejects.toBeInstanceOf(InputError);
    });

    it("or whose driver takes the process down at once: bad input", async () => {
      process.env.UNRULY_START = "fail";
      const outcome = onDevice([cell(0)]);
      await expect(outcome.finally(() => delete process.env.UNRULY_START)).rejects.toThrow(
        "Device webgpu cannot be used: its process ended with exit code 7; it last said: Error: cannot load library. See stepzero devices, or use --device cpu.",
      );
    });
  });
});

describe("worker processes with several cells at once", () => {
  const atOnce = (cells: readonly Cell[], device: Device = "cpu") => run(cells, 1, undefined, undefined, device, 3);
  /**
   * Of each result: seed, status, number of runs at once, device, and whether the runtime says so.
   */
  const reports = (events: readonly RunEvent[]) =>
    events.flatMap((event) => {
      if (event.kind !== "finished") return [];
      const { cell: of, status, epochs } = event.result;
      const [, on, together] = event.runtime.split(", ");
      return [[of.seed, status, epochs[0]?.testLoss, on, together === "several runs at once"]];
    });

  it("takes those of one problem, in their order", async () => {
    const cells = [0, 1, 2, 3].map((seed) => cell(seed));
    const { events } = await atOnce([...cells, cell(4, "fine", "other"), cell(5, "refused", "other"), cell(6)]);
    expect(events.flatMap((event) => (event.kind === "started" ? [event.cell.seed] : []))).toEqual([
      0, 1, 2, 3, 4, 5, 6,
    ]);
    expect(reports(events)).toEqual([
      [0, "done", 3, "cpu", true],
      [1, "done", 3, "cpu", true],
      [2, "done", 3, "cpu", true],
      [3, "done", 1, "cpu", false],
      [4, "done", 2, "cpu", true],
      [5, "refused", undefined, "cpu", true],
      [6, "done", 1, "cpu", false],
    ]);
  });

  it("runs each by itself that was lost with others, and loses only what fails alone", async () => {
    const { events } = await atOnce([cell(0), cell(1, "segfault"), cell(2, "together-abort"), cell(3)]);
    const results = reports(events);
    expect(results.length).toBe(4);
    expect(results.toSorted()).toEqual([
      [0, "done", 1, "cpu", false],
      [1, "crashed", undefined, "cpu", false],
      [2, "done", 1, "cpu", false],
      [3, "done", 1, "cpu", false],
    ]);
    expect(noticesOf(events)[0]).toMatch(
      /^tiny × mlp, fine, seed 0 and 2 more at once failed \(.*\); each is run again by itself\.$/,
    );
  });

  it("takes them to the processor from a device", async () => {
    const { events } = await atOnce([cell(0), cell(1, "device-throws"), cell(2), cell(3)], "webgpu");
    expect(reports(events).toSorted()).toEqual([
      [0, "done", 3, "webgpu", true],
      [1, "done", 1, "cpu", false],
      [2, "done", 1, "cpu", false],
      [3, "done", 1, "webgpu", false],
    ]);
    expect(events.flatMap((event) => (event.kind === "postponed" ? [event.cell.seed] : []))).toEqual([1, 2]);
    expect(noticesOf(events)).toEqual([
      "tiny × mlp, device-throws, seed 1 and 1 more at once failed on webgpu (device lost); each is run again on the processor.",
    ]);
  });
});

afterEach(() => {
  expect(process.env.UNRULY_START).toBeUndefined();
});
