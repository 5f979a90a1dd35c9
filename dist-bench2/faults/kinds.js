/**
 * The kinds of faults: what happens to a running study, and how it must end then. The table is
 * what the test of CI and the random schedules go through.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { cellsIn, isAtWork } from "./folder.js";
import { LEASE } from "./program.js";
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
/** Waits until the study is at a cell, and then for a random time, most often a short one. */
async function atWork({ folder, draws }, { child }) {
    while (child.exitCode === null && !isAtWork(folder))
        await pause(2);
    await pause(700 * (draws.below(1000) / 1000) ** 2);
}
/** Starts the study and waits until it is at work. */
async function started(scene, prefix) {
    const study = scene.start(prefix);
    await atWork(scene, study);
    return study;
}
function mustBe(what, code, legal, text) {
    if (legal.includes(code))
        return;
    throw new Error(`${what}: ended with ${code}, expected ${legal.join(" or ")}: ${text.slice(-400)}`);
}
/** Ends a study by a signal, for its group where `-1` is the sign. */
function signalled(signal, sign, legal) {
    return async (scene) => {
        const study = await started(scene);
        if (study.child.exitCode === null)
            process.kill(sign * study.child.pid, signal);
        // It may have ended by itself before.
        mustBe(signal, await scene.end(study), [...legal, 0], study.text());
    };
}
/**
 * Kills one of the workers; the study must go on without it. A run that was in that worker is
 * recorded as crashed (exit code 3), and the next command runs it again.
 */
const worker = async (scene) => {
    const study = await started(scene);
    const { pid } = study.child;
    const children = spawnSync("pgrep", ["-P", String(pid)], { encoding: "utf8" })
        .stdout.trim()
        .split("\n");
    if (children[0] !== "")
        process.kill(Number(scene.draws.pick(children)), "SIGKILL");
    mustBe("a worker killed", await scene.end(study), [0, 3], study.text());
};
/** A second process joins, and the first one is stopped for longer than its lease. */
const asleep = async (scene) => {
    const first = await started(scene);
    if (first.child.exitCode === null)
        process.kill(first.child.pid, "SIGSTOP");
    const second = scene.start();
    mustBe("beside a process that is asleep", await scene.end(second), [0], second.text());
    if (first.child.exitCode === null)
        process.kill(first.child.pid, "SIGCONT");
    mustBe("after a sleep", await scene.end(first), [0], first.text());
};
/** Two processes share the folder, and one is killed. */
const shared = async (scene) => {
    const [first, second] = [await started(scene), scene.start()];
    await pause(scene.draws.below(800));
    if (first.child.exitCode === null)
        process.kill(-first.child.pid, "SIGKILL");
    await scene.end(first);
    mustBe("beside a killed process", await scene.end(second), [0], second.text());
};
/** A container is killed and started again: the same host, the same numbers of processes. */
const container = async (scene) => {
    const inside = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"];
    const first = await started(scene, inside);
    if (first.child.exitCode === null)
        process.kill(-first.child.pid, "SIGKILL");
    await scene.end(first);
    const again = scene.start(inside);
    mustBe("a container started again", await scene.end(again), [0], again.text());
};
/** The disk is full for a while. */
const full = async (scene) => {
    const study = await started(scene);
    const filler = join(scene.folder, ".filler");
    fill(filler);
    const code = await scene.end(study);
    mustBe("a full disk", code, [0, 2], study.text());
    if (code === 2 && !/no space left/i.test(study.text()))
        throw new Error(`a full disk is not named: ${study.text()}`);
    rmSync(filler);
};
function fill(file) {
    const descriptor = openSync(file, "w");
    try {
        for (let size = 2 ** 20; size >= 1; size /= 2) {
            const bytes = Buffer.alloc(size);
            try {
                for (;;)
                    if (writeSync(descriptor, bytes) < size)
                        break;
            }
            catch (error) {
                if (error.code !== "ENOSPC")
                    throw error;
            }
        }
    }
    finally {
        closeSync(descriptor);
    }
}
/** The disk is mounted read-only for a while. */
const readOnly = async (scene) => {
    const study = await started(scene);
    // Busy while a file is open for writing.
    while (spawnSync("mount", ["-o", "remount,ro", scene.folder]).status !== 0)
        await pause(1);
    const code = await scene.end(study);
    execFileSync("mount", ["-o", "remount,rw", scene.folder]);
    mustBe("a read-only disk", code, [0, 2], study.text());
    if (code === 2 && !/read-only/i.test(study.text()))
        throw new Error(`a read-only disk is not named: ${study.text()}`);
};
/** Whoever reads what the study prints goes away. */
const closed = async (scene) => {
    const study = await started(scene);
    study.child.stdout.destroy();
    study.child.stderr.destroy();
    const code = await new Promise((done) => {
        const { child } = study;
        if (child.exitCode !== null)
            done(child.exitCode);
        child.on("exit", (exit, signal) => done(exit ?? signal));
    });
    if (cellsIn(scene.folder).length < CELLS)
        throw new Error(`closed streams ended the study with ${code}`);
};
/** Number of cells of the study. */
const CELLS = 18;
/** A finished result is cut off, or one of its bits is turned. */
const damaged = async (scene) => {
    await signalled("SIGKILL", -1, ["SIGKILL"])(scene);
    const [name] = cellsIn(scene.folder);
    if (name === undefined)
        return;
    const file = join(scene.folder, "cells", name);
    const bytes = readFileSync(file);
    if (scene.draws.oneIn(2))
        truncateSync(file, scene.draws.below(bytes.length));
    else {
        bytes[scene.draws.below(bytes.length)] ^= 1 << scene.draws.below(8);
        writeFileSync(file, bytes);
    }
};
const INTERRUPTED = 130;
/** Every kind of fault by its name. */
export const faults = {
    "main process killed": signalled("SIGKILL", 1, ["SIGKILL"]),
    "all processes killed": signalled("SIGKILL", -1, ["SIGKILL"]),
    "a worker killed": worker,
    "Ctrl-C": signalled("SIGINT", -1, [INTERRUPTED, "SIGINT"]),
    SIGTERM: signalled("SIGTERM", 1, [INTERRUPTED, "SIGTERM"]),
    "terminal closed": signalled("SIGHUP", -1, [INTERRUPTED, "SIGHUP"]),
    "container restarted": container,
    "asleep beyond its lease": asleep,
    "one of two killed": shared,
    "full disk": full,
    "read-only disk": readOnly,
    "streams closed": closed,
    "a result damaged": damaged,
};
/** Seconds after which a wait counts as endless. */
export const ENDLESS = 60 + 10 * LEASE;
