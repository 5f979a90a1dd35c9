/**
 * A running study is killed twenty times, at moments drawn at random and at moments when a file is
 * being written, and started again each time. In the end its results are those of a study that
 * nobody killed, byte for byte but for the times.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, watch } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { stream, uniforms } from "../../src/random/index.js";
import { temporaryFolder } from "../cli/run.js";

const KILLS = 20;
/** Every fourth kill waits for a write to begin. */
const AT_A_WRITE = 4;

function start(folder: string): ChildProcess {
  // A process group of its own: its workers are killed with it.
  return spawn(process.execPath, ["test/study/killed-study.mjs", folder], { stdio: "ignore", detached: true });
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((done) => child.on("close", done));
}

const listed = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);

/** Results in the folder by file name, times aside. */
function resultsIn(folder: string): Map<string, string> {
  const cells = join(folder, "cells");
  return new Map(
    readdirSync(cells).map((name) => {
      const { result, runtime } = JSON.parse(readFileSync(join(cells, name), "utf8")) as Record<string, unknown>;
      const text = JSON.stringify({ result, runtime }, (key, value: unknown) =>
        key === "seconds" ? undefined : value,
      );
      return [name, text];
    }),
  );
}

/** Resolves once the study is at work on a cell, or has ended. */
async function atWork(folder: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null && listed(join(folder, "claims")).length === 0) await pause(5);
}

/** Resolves as soon as a file begins to be written. */
function aWrite(folder: string, child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    const watchers = ["cells", "checkpoints"].map((name) =>
      watch(join(folder, name), (_, file) => {
        if (file?.endsWith("-tmp")) finish();
      }),
    );
    const finish = () => {
      for (const one of watchers) one.close();
      done();
    };
    child.on("close", finish);
  });
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

it(`survives SIGKILL, ${KILLS} times`, { timeout: 300_000 }, async () => {
  const whole = temporaryFolder();
  const began = performance.now();
  expect(await ended(start(whole))).toBe(0);
  const seconds = (performance.now() - began) / 1000;

  const folder = temporaryFolder();
  const draws = uniforms(stream(7, "kills"), KILLS);
  let [insideCell, insideWrite, finishedFirst] = [0, 0, 0];
  for (let kill = 0; kill < KILLS; kill++) {
    const child = start(folder);
    const closed = ended(child);
    await atWork(folder, child);
    if (kill % AT_A_WRITE === AT_A_WRITE - 1) await aWrite(folder, child);
    // Most moments lie early, so that the study is not finished before the last of them.
    else await Promise.race([closed, pause(400 * draws[kill]! ** 2)]);
    if (child.exitCode !== null) finishedFirst++;
    // Half the time only the main process: its workers notice, and end by themselves.
    else process.kill(kill % 2 === 0 ? child.pid! : -child.pid!, "SIGKILL");
    await closed;
    if (listed(join(folder, "claims")).some((name) => name.endsWith(".json"))) insideCell++;
    const written = ["cells", "checkpoints"].flatMap((name) => listed(join(folder, name)));
    if (written.some((name) => name.endsWith("-tmp"))) insideWrite++;
  }
  const gone = listed(join(folder, "checkpoints")).length;
  console.log(
    `uninterrupted ${seconds.toFixed(1)} s; ${KILLS} kills: ${insideCell} inside a cell, ${insideWrite} inside a write, ` +
      `${finishedFirst} after the end; ${gone} checkpoints left to go on from`,
  );
  expect(insideCell).toBeGreaterThanOrEqual(15);
  expect(insideWrite).toBeGreaterThanOrEqual(2);

  expect(await ended(start(folder))).toBe(0);
  const [expected, actual] = [resultsIn(whole), resultsIn(folder)];
  expect([...actual.keys()]).toEqual([...expected.keys()]);
  for (const [name, text] of expected) expect(actual.get(name), name).toBe(text);
  // Nothing is left over.
  for (const name of ["checkpoints", "claims"]) expect(listed(join(folder, name)), name).toEqual([]);
});
