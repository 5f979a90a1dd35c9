/** Runs that take longer than the limit. */
import { expect, it } from "vitest";
import { bareCell } from "../../../../test/study/planned.js";
import { startSupervision, supervise } from "./supervise.js";
import type { SupervisionEvent } from "./supervision.js";

const [a, b] = [bareCell(0), bareCell(1)];
const ready = (worker: number): SupervisionEvent => ({
  kind: "message",
  worker,
  message: { kind: "ready", runtime: `runtime ${worker}` },
});
const overdue = (worker: number): SupervisionEvent => ({ kind: "overdue", worker, limit: "10 min" });

/** The commands that matter after the last of some events. */
function commandsAfter(events: readonly SupervisionEvent[], replicas = 1): string[] {
  let step = startSupervision(1, "cpu", replicas);
  for (const event of events) step = supervise(step.state, event);
  return step.commands.flatMap((command) => {
    if (command.kind !== "emit") return "worker" in command ? `${command.kind} ${command.worker}` : command.kind;
    const { event } = command;
    if (event.kind === "finished") return `${event.result.cell.seed} ${event.result.status}: ${event.result.reason}`;
    return event.kind === "postponed" ? `postponed ${event.cell.seed}` : [];
  });
}

const sent: readonly SupervisionEvent[] = [
  { kind: "run", measure: false },
  ready(0),
  { kind: "cells", worker: 0, cells: [a] },
];

it("is ended with its process and recorded, and another process goes on", () => {
  const reason = "took longer than 10 min, the time limit of a run (--time-limit)";
  expect(commandsAfter([...sent, overdue(0)])).toEqual([`0 crashed: ${reason}`, "stop 0", "start 1"]);
  expect(commandsAfter([...sent, overdue(0), ready(1)])).toEqual(["ask 1"]);
  // A run that ended just before, or whose process did, is not touched.
  expect(commandsAfter([...sent.slice(0, 2), overdue(0)])).toEqual([]);
  expect(commandsAfter([...sent, overdue(7)])).toEqual([]);
});

it("of several runs at once each is tried by itself: which one takes so long is not known", () => {
  const together: readonly SupervisionEvent[] = [
    ...sent.slice(0, 2),
    { kind: "cells", worker: 0, cells: [a, b] },
    overdue(0),
  ];
  expect(commandsAfter(together, 2)).toEqual(["postponed 0", "postponed 1", "stop 0", "start 1"]);
  expect(commandsAfter([...together, ready(1), overdue(1)], 2)[0]).toMatch(/^0 crashed: took longer than 10 min/);
});
