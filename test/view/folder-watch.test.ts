/** What a page hears of a folder: a study that begins later, results, conductors, other studies. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { folderReader } from "../../src/files/node/read-within.js";
import { cellFile } from "../../src/study/run/node/cell-files.js";
import { readNote, readWishes, runsWithNotes, wishesName } from "../../src/study/run/node/live/note.js";
import { openNote } from "../../src/study/run/node/live/write-note.js";
import { watchFolder } from "../../src/view/node/folder-watch.js";
import type { LiveMessage } from "../../src/view/protocol.js";
import { usualResult, writePlan, writeResults } from "./made-up-folder.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stepzero-watch-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const options = { inits: ["he", "zero"], seeds: 3, training: [{ epochs: 2 }] };

function watched() {
  const messages: LiveMessage[] = [];
  const watch = watchFolder(folder, { onMessage: (message) => messages.push(message) });
  const look = async () => {
    messages.length = 0;
    await watch.look();
    // A slow disk has results come in several messages.
    return [...new Set(messages.map(({ kind }) => kind))];
  };
  return { messages, look, watch };
}

const resultsIn = (messages: readonly LiveMessage[]) =>
  messages.flatMap((message) => (message.kind === "results" ? message.results : []));

describe("a watched folder", () => {
  it("has no study at first, then one, then its results, each told once", async () => {
    const { look, messages } = watched();
    expect(await look()).toEqual(["waiting"]);
    expect(await look()).toEqual([]);
    const plan = writePlan(folder, options);
    expect(await look()).toEqual(["study", "provenance", "complete"]);
    writeResults(folder, plan.cells.slice(0, 2));
    expect(await look()).toEqual(["results"]);
    expect(resultsIn(messages).map(([cell]) => cell)).toEqual([0, 1]);
    expect(resultsIn(messages)[0]![1]).toEqual(usualResult(plan.cells[0]!));
    expect(await look()).toEqual([]);
    rmSync(cellFile(folder, plan.cells[0]!.id));
    expect(await look()).toEqual(["results"]);
    expect(resultsIn(messages)).toEqual([[0, null]]);
  });

  it("begins anew with another study, and waits where the study is damaged", async () => {
    const { look, messages } = watched();
    writePlan(folder, options);
    await look();
    writePlan(folder, { ...options, seeds: 4 });
    expect(await look()).toEqual(["study", "provenance", "complete"]);
    const file = join(folder, "study.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"he"', '"hi"'));
    expect(await look()).toEqual(["waiting"]);
    expect(messages[0]).toMatchObject({ reason: expect.stringContaining("SHA-256") as string });
  });

  it("leaves damaged results out and says so, and takes the new result of a crash", async () => {
    const { look, messages } = watched();
    const plan = writePlan(folder, options);
    writeResults(folder, plan.cells.slice(0, 1), () => ({ status: "crashed", epochs: [], reason: "a signal" }));
    writeResults(folder, plan.cells.slice(1, 2));
    const damaged = cellFile(folder, plan.cells[1]!.id);
    writeFileSync(damaged, readFileSync(damaged, "utf8").replace("0.", "1."));
    await look();
    expect(resultsIn(messages).map(([cell, result]) => [cell, result?.status])).toEqual([
      [0, "crashed"],
      [1, undefined],
    ]);
    expect(await look()).toEqual(["provenance"]);
    expect(JSON.stringify(messages)).toContain("is left out");
    writeResults(folder, plan.cells.slice(0, 2));
    await look();
    expect(resultsIn(messages).map(([cell, result]) => [cell, result?.status])).toEqual([
      [0, "done"],
      [1, "done"],
    ]);
  });

  it("follows no links", async () => {
    const { look, messages } = watched();
    const plan = writePlan(folder, options);
    const secret = join(folder, "secret");
    writeFileSync(secret, "{}");
    symlinkSync(secret, cellFile(folder, plan.cells[0]!.id));
    symlinkSync(secret, join(folder, "live", `${"0".repeat(8)}-0000-0000-0000-${"0".repeat(12)}.json`));
    await look();
    expect(resultsIn(messages)).toEqual([[0, null]]);
    expect(messages.some(({ kind }) => kind === "live")).toBe(false);
  });
});

describe("a conductor's note", () => {
  const conductorsIn = (messages: readonly LiveMessage[]) =>
    messages.flatMap((message) => (message.kind === "live" ? message.conductors : []));

  it("says what runs, and is gone with its conductor", async () => {
    const { look, messages, watch } = watched();
    const plan = writePlan(folder, options);
    const note = openNote(folder, { index: 2, count: 3 });
    note.on({ kind: "planned", ...plan, expected: plan.cells, reused: [] });
    note.on({ kind: "started", cell: plan.cells[1]! });
    const epoch = usualResult(plan.cells[1]!).epochs[0]!;
    note.on({ kind: "epoch", cell: plan.cells[1]!, epoch });
    note.on({ kind: "progress", cell: plan.cells[1]!, fraction: 0.5, loss: Number.NaN });
    await expect.poll(() => readNote(folderReader(folder), runsWithNotes(folder)[0]!)?.running.length).toBe(1);
    await look();
    const [conductor] = conductorsIn(messages);
    expect(conductor).toMatchObject({ state: "running", shard: "2/3", name: `process ${process.pid}` });
    expect(conductor!.running).toMatchObject([{ cell: 1, fraction: 0.5, loss: null, epochs: [epoch] }]);
    expect(conductor!.secondsLeft).toBeGreaterThan(0);
    note.close();
    await look();
    expect(conductorsIn(messages)).toEqual([]);
    expect(watch.conductors()).toEqual([]);
    expect(readdirSync(join(folder, "live"))).toEqual([]);
  });

  it("of a process that was killed is not believed, and the next conductor removes it", async () => {
    const { look, watch } = watched();
    writePlan(folder, options);
    const note = openNote(folder, undefined);
    const [run] = runsWithNotes(folder);
    const file = join(folder, "live", `${run}.json`);
    const gone = spawnSync(process.execPath, ["-e", "process.stdout.write(String(process.pid))"], { encoding: "utf8" });
    const text = readFileSync(file, "utf8").replace(`"pid":${process.pid}`, `"pid":${gone.stdout}`);
    note.close();
    writeFileSync(file, text);
    await look();
    expect(watch.conductors()).toEqual([]);
    openNote(folder, undefined).close();
    expect(runsWithNotes(folder)).toEqual([]);
  });

  it("hears wishes, of its own file only, and ignores what is none", async () => {
    writePlan(folder, options);
    const note = openNote(folder, undefined);
    const [run] = runsWithNotes(folder);
    const nobody = { pause: false, stop: false, first: [] };
    expect(await note.steering.read()).toEqual(nobody);
    const wishes = { pause: true, stop: false, first: ["a".repeat(32)] };
    const file = join(folder, "live", wishesName(run!));
    writeFileSync(file, JSON.stringify(wishes));
    expect(await note.steering.read()).toEqual(wishes);
    expect(readWishes(folderReader(folder), run!)).toEqual(wishes);
    for (const text of [
      "{",
      "[]",
      JSON.stringify({ ...wishes, more: 1 }),
      JSON.stringify({ ...wishes, first: ["x/y"] }),
    ]) {
      writeFileSync(file, text);
      expect(await note.steering.read()).toEqual(nobody);
    }
    renameSync(file, join(folder, "live", wishesName("0".repeat(36))));
    expect(await note.steering.read()).toEqual(nobody);
    note.close();
  });
});
