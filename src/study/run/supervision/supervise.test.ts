/** The policy of retries and fall-back as a table: what happens → what is done. */
import { describe, expect, it } from "vitest";
import { bareCell } from "../../../../test/study/planned.js";
import type { Cell, CellResult } from "../../plan/cell.js";
import type { FromWorker } from "../protocol.js";
import { startSupervision, supervise } from "./supervise.js";
import type { Command, SupervisionEvent } from "./supervision.js";

const [a, b, c] = [0, 1, 2].map((seed) => bareCell(seed)) as [Cell, Cell, Cell];

const seedIsOdd = ({ seed }: Cell) => seed % 2 === 1;
const run: SupervisionEvent = { kind: "run", measure: false };
const measure: SupervisionEvent = { kind: "run", measure: true };
const cells = (worker: number, ...some: Cell[]): SupervisionEvent => ({ kind: "cells", worker, cells: some });
const none = (worker: number): SupervisionEvent => ({ kind: "cells", worker, cells: undefined });
const message = (worker: number, one: FromWorker): SupervisionEvent => ({ kind: "message", worker, message: one });
const ready = (worker: number) => message(worker, { kind: "ready", runtime: `runtime ${worker}` });
const ended = (worker: number, cause = "it died"): SupervisionEvent => ({ kind: "ended", worker, cause });
const result = (worker: number, cell: Cell, status: CellResult["status"] = "done", reason?: string) =>
  message(worker, { kind: "result", result: { cell, status, epochs: [], reason } });

/** A command in a few words. */
function words(command: Command): string {
  switch (command.kind) {
    case "start":
      return `start ${command.worker} on ${command.device}`;
    case "stop":
      return `stop ${command.worker}`;
    case "ask":
      return `ask ${command.atMost} for ${command.worker}`;
    case "send":
      return `send ${command.worker} ${command.cells.map(({ seed }) => "abc"[seed]).join("")}`;
    case "fail":
      return `fail: ${command.error.message}`;
    case "done":
      return "done";
    case "emit": {
      const { event } = command;
      if (event.kind === "finished") {
        return `finished ${"abc"[event.result.cell.seed]} ${event.result.status} on ${event.runtime}`;
      }
      if (event.kind === "notice") return `notice: ${event.message}`;
      if ("cell" in event) return `${event.kind} ${"abc"[event.cell.seed]}`;
      return event.kind;
    }
  }
}

/**
 * What is done after each of the events; how often a worker is ready or a cell starts is left out.
 */
function commandsAfter(
  events: readonly SupervisionEvent[],
  { jobs = 1, device = "cpu", replicas = 1 } = {},
): readonly (readonly string[])[] {
  let { state } = startSupervision(jobs, device, replicas);
  return events.map((event) => {
    const step = supervise(state, event);
    state = step.state;
    return step.commands.map(words).filter((text) => text !== "ready" && !text.startsWith("started"));
  });
}

interface Row {
  readonly what: string;
  readonly with?: Parameters<typeof commandsAfter>[1];
  readonly when: readonly (readonly [SupervisionEvent, readonly string[]])[];
}

const failsOn = (device: string, how: string) =>
  `notice: tiny × mlp, fine, seed 0 failed on ${device} (lost); it is run again ${how}.`;

const table: readonly Row[] = [
  {
    what: "a worker asks when it is ready, and stops when nothing is left",
    when: [
      [run, []],
      [ready(0), ["ask 1 for 0"]],
      [cells(0, a), ["send 0 a"]],
      [result(0, a), ["finished a done on runtime 0", "ask 1 for 0"]],
      [none(0), ["stop 0", "done"]],
    ],
  },
  {
    what: "workers that are ready before the run begins ask when it begins",
    with: { jobs: 2 },
    when: [
      [ready(1), []],
      [run, ["ask 1 for 1"]],
      [ready(0), ["ask 1 for 0"]],
      [none(1), ["stop 1"]],
      [none(0), ["stop 0", "done"]],
    ],
  },
  {
    what: "a crash on the processor costs one cell, and the worker is replaced",
    when: [
      [run, []],
      [ready(0), ["ask 1 for 0"]],
      [cells(0, a), ["send 0 a"]],
      [ended(0), ["finished a crashed on runtime 0", "start 1 on cpu"]],
      [ready(1), ["ask 1 for 1"]],
      [none(1), ["stop 1", "done"]],
    ],
  },
  {
    what: "an error on the processor is the result",
    when: [
      [run, []],
      [ready(0), ["ask 1 for 0"]],
      [cells(0, a), ["send 0 a"]],
      [result(0, a, "crashed", "x"), ["finished a crashed on runtime 0", "ask 1 for 0"]],
    ],
  },
  {
    what: "an error on a device runs the cell again on the processor; the device goes on with a new worker",
    with: { device: "webgpu" },
    when: [
      [run, []],
      [ready(0), ["ask 1 for 0"]],
      [cells(0, a), ["send 0 a"]],
      [
        result(0, a, "crashed", "lost"),
        ["postponed a", failsOn("webgpu", "on the processor"), "start 1 on cpu", "stop 0", "start 2 on webgpu"],
      ],
      [ready(1), ["send 1 a"]],
      [ready(2), ["ask 1 for 2"]],
      [result(1, a), ["finished a done on runtime 1", "stop 1"]],
      [none(2), ["stop 2", "done"]],
    ],
  },
  {
    what: "a device that never began is bad input",
    with: { device: "webgpu" },
    when: [[message(0, { kind: "unusable", reason: "no card" }), ["fail: no card"]]],
  },
  {
    what: "a device whose process dies before it began is bad input",
    with: { device: "cuda" },
    when: [[ended(0), ["fail: Device cuda cannot be used: it died. See stepzero devices, or use --device cpu."]]],
  },
  {
    what: "a device that is lost leaves the rest to the processor",
    with: { device: "webgpu" },
    when: [
      [run, []],
      [ready(0), ["ask 1 for 0"]],
      [cells(0, a), ["send 0 a"]],
      [ended(0, "lost"), ["postponed a", failsOn("webgpu", "on the processor"), "start 1 on cpu", "start 2 on webgpu"]],
      [
        message(2, { kind: "unusable", reason: "The card is gone." }),
        ["notice: The card is gone. What is left is run on the processor."],
      ],
      [ready(1), ["send 1 a"]],
      [result(1, a), ["finished a done on runtime 1", "ask 1 for 1"]],
      [cells(1, b), ["send 1 b"]],
      [result(1, b), ["finished b done on runtime 1", "ask 1 for 1"]],
      [none(1), ["stop 1", "done"]],
    ],
  },
  {
    what: "cells that are lost together run again by themselves",
    with: { replicas: 3 },
    when: [
      [run, []],
      [ready(0), ["ask 3 for 0"]],
      [cells(0, a, b, c), ["send 0 abc"]],
      [result(0, a), ["finished a done on runtime 0, several runs at once"]],
      [
        ended(0, "lost"),
        [
          "postponed b",
          "postponed c",
          "notice: tiny × mlp, fine, seed 1 and 1 more at once failed (lost); each is run again by itself.",
          "start 1 on cpu",
        ],
      ],
      [ready(1), ["send 1 b"]],
      [ended(1), ["finished b crashed on runtime 1", "start 2 on cpu"]],
      [ready(2), ["send 2 c"]],
      [result(2, c), ["finished c done on runtime 2", "ask 3 for 2"]],
      [none(2), ["stop 2", "done"]],
    ],
  },
  {
    what: "nothing is run where no worker can start",
    with: { jobs: 2 },
    when: [
      [run, []],
      [ended(0), ["notice: a worker process ended before it could begin: it died"]],
      [
        ended(1),
        [
          "fail: No worker process could begin: it died. Where onnxruntime-node is damaged, install it again (npm install onnxruntime-node --ignore-scripts), or remove it to run on WebAssembly. Where memory is short, give fewer --jobs.",
        ],
      ],
    ],
  },
  {
    what: "cells for a worker that died meanwhile go to the next one",
    with: { jobs: 2 },
    when: [
      [run, []],
      [ready(0), ["ask 1 for 0"]],
      [ready(1), ["ask 1 for 1"]],
      [ended(0), []],
      [cells(0, a), []],
      [none(1), ["send 1 a"]],
      [result(1, a), ["finished a done on runtime 1", "stop 1", "done"]],
    ],
  },
  {
    what: "the last worker dies while it asks",
    when: [
      [run, []],
      [ready(0), ["ask 1 for 0"]],
      [ended(0), ["start 1 on cpu"]],
      [cells(0, a), []],
      [ready(1), ["send 1 a"]],
      [result(1, a), ["finished a done on runtime 1", "ask 1 for 1"]],
      [none(1), ["stop 1", "done"]],
    ],
  },
  {
    what: "timing tries nothing again",
    with: { device: "webgpu" },
    when: [
      [measure, []],
      [ready(0), ["ask 1 for 0"]],
      [cells(0, a), ["send 0 a"]],
      [ended(0), ["finished a crashed on runtime 0", "start 1 on webgpu"]],
      [ready(1), ["ask 1 for 1"]],
      [none(1), ["stop 1", "done"]],
    ],
  },
  {
    what: "closing stops every worker, and nothing follows",
    with: { jobs: 2 },
    when: [
      [run, []],
      [ready(0), ["ask 1 for 0"]],
      [cells(0, a), ["send 0 a"]],
      [{ kind: "close" }, ["stop 0", "stop 1"]],
      [result(0, a), []],
      [ended(0), []],
    ],
  },
];

describe("supervision", () => {
  it.each(table)("$what", ({ with: options, when }) => {
    expect(
      commandsAfter(
        when.map(([event]) => event),
        options,
      ),
    ).toEqual(when.map(([, commands]) => commands));
  });

  it("keeps nothing of cells that ended, so that each event costs the same after many", () => {
    const epoch = { epoch: 1, trainAccuracy: 0, trainLoss: 1, testAccuracy: 0, testLoss: 1, seconds: 0 };
    const events = Array.from({ length: 50 }, (_, seed) => bareCell(seed)).flatMap((cell) => [
      cells(0, cell),
      message(0, { kind: "epoch", id: cell.id, epoch }),
      result(0, cell, seedIsOdd(cell) ? "crashed" : "done"),
    ]);
    let { state } = startSupervision(1, "cpu", 1);
    const sizes = [run, ready(0), ...events].map((event) => {
      state = supervise(state, event).state;
      return state.reported.size + state.again.length + state.orphaned.length + state.workers.size;
    });
    expect(Math.max(...sizes)).toBe(2);
    expect(sizes.at(-1)).toBe(1);
  });

  it("hands on the progress of all cells of a worker, with the loss of each", () => {
    let { state } = startSupervision(1, "cpu", 2);
    for (const event of [run, ready(0), cells(0, a, b)]) ({ state } = supervise(state, event));
    const progress = message(0, { kind: "progress", fraction: 0.5, losses: { [a.id]: 1.25 } });
    expect(supervise(state, progress).commands).toEqual([
      { kind: "emit", event: { kind: "progress", cell: a, fraction: 0.5, loss: 1.25 } },
      { kind: "emit", event: { kind: "progress", cell: b, fraction: 0.5, loss: undefined } },
    ]);
  });

  it("reports an epoch once, however often the cell is run, and a notice of the runtime once", () => {
    const epoch = { epoch: 1, trainAccuracy: 0, trainLoss: 1, testAccuracy: 0, testLoss: 1, seconds: 0 };
    const epochMessage = message(0, { kind: "epoch", id: a.id, epoch });
    const slow = (worker: number) => message(worker, { kind: "ready", runtime: "r", notice: "slow" });
    const commands = commandsAfter([run, slow(0), slow(1), cells(0, a), epochMessage, epochMessage], { jobs: 2 });
    expect(commands.slice(1)).toEqual([
      ["notice: slow", "ask 1 for 0"],
      ["ask 1 for 1"],
      ["send 0 a"],
      ["epoch a"],
      [],
    ]);
  });
});
