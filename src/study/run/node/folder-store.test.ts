import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { planned } from "../../../../test/study/planned.js";
import { InputError } from "../../../errors.js";
import { tagOf, thisProcess } from "../../../files/node/process-identity.js";
import type { Cell, CellResult } from "../../plan/cell.js";
import { sha256 } from "../../plan/node/sha256.js";
import { openFolderStore } from "./folder-store.js";
import { readManifest } from "./manifest.js";
import { signedText } from "./signed-json.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "stepzero-test-"));
  folders.push(folder);
  return folder;
}

const [cell, another] = planned({ epochs: 1 }).cells as [Cell, Cell];
const { id } = cell;
const result: CellResult = {
  cell,
  status: "done",
  epochs: [{ epoch: 1, trainAccuracy: 0.1, trainLoss: 2.3, testAccuracy: 1 / 3, testLoss: 1e-7, seconds: 0.25 }],
};
const runtime = "onnxruntime-node 1.30.0, cpu";
const file = (folder: string) => join(folder, "cells", `${id}.json`);

function open(folder: string) {
  const damage: string[] = [];
  return { store: openFolderStore(folder, (message) => damage.push(message)), damage };
}

describe("a store", () => {
  it("gives back what was saved, to the last bit, and leaves no other file", async () => {
    const folder = join(temporaryFolder(), "new", "deep");
    await open(folder).store.save({ result, runtime });
    const { store, damage } = open(folder);
    expect(await store.read(id)).toEqual({ result, runtime });
    expect(await store.read("f".repeat(32))).toBeUndefined();
    expect(damage).toEqual([]);
    expect(readdirSync(join(folder, "cells"))).toEqual([`${id}.json`]);
  });

  it("never trusts a file cut at any byte", async () => {
    const folder = temporaryFolder();
    await open(folder).store.save({ result, runtime });
    const whole = readFileSync(file(folder));
    const { store, damage } = open(folder);
    for (let length = 0; length < whole.length; length++) {
      writeFileSync(file(folder), whole.subarray(0, length));
      expect(await store.read(id)).toBeUndefined();
    }
    expect(damage).toEqual([`${file(folder)} is ignored: it is not whole. Its cell is run again.`]);
  });

  it("notices a changed figure, and keeps the changed file beside the new one", async () => {
    const folder = temporaryFolder();
    await open(folder).store.save({ result, runtime });
    const forged = readFileSync(file(folder), "utf8").replace('"testAccuracy":0.3333', '"testAccuracy":0.9333');
    writeFileSync(file(folder), forged);
    const { store, damage } = open(folder);
    expect(await store.read(id)).toBeUndefined();
    expect(damage[0]).toContain("its contents do not have the SHA-256 with which they were written");
    await store.save({ result, runtime });
    expect((await store.read(id))?.result).toEqual(result);
    expect(readFileSync(`${file(folder)}.damaged`, "utf8")).toBe(forged);
  });

  it("ignores a result under another cell's name, and a format it does not know", async () => {
    const folder = temporaryFolder();
    await open(folder).store.save({ result, runtime });
    const other = "f".repeat(32);
    writeFileSync(join(folder, "cells", `${other}.json`), readFileSync(file(folder)));
    const { store, damage } = open(folder);
    expect(await store.read(other)).toBeUndefined();
    expect(damage[0]).toContain("it holds another cell");
    writeFileSync(file(folder), JSON.stringify({ format: 99 }));
    const again = open(folder);
    expect(await again.store.read(id)).toBeUndefined();
    expect(again.damage[0]).toContain("its format is 99, not 3");
  });

  it("removes unfinished files of processes that are gone, and leaves all others", async () => {
    const folder = temporaryFolder();
    open(folder);
    const of = (tag: string) => `${id}.json.${tag}.stepzero-tmp`;
    const me = thisProcess();
    const dead = of(tagOf({ ...me, pid: 999_999_999 }));
    const reused = of(tagOf({ ...me, started: "1" }));
    const left = [of(tagOf(me)), of("01234567-1-1"), `${id}.json.999999999.tmp`, "mine.tmp"];
    for (const name of [dead, reused, ...left]) writeFileSync(join(folder, "cells", name), "{");
    open(folder);
    expect(new Set(readdirSync(join(folder, "cells")))).toEqual(new Set(left));
  });

  it("removes unfinished files of machines that cannot be seen after an hour", async () => {
    const folder = temporaryFolder();
    open(folder);
    const old = join(folder, "cells", `${id}.json.01234567-1-1.stepzero-tmp`);
    writeFileSync(old, "{");
    utimesSync(old, 0, 0);
    open(folder);
    expect(readdirSync(join(folder, "cells"))).toEqual([]);
  });

  it("keeps every run in the manifest, of several stores at once, and replaces a run by its name", async () => {
    const folder = temporaryFolder();
    const stores = [open(folder).store, open(folder).store, open(folder).store];
    const names = Array.from({ length: 30 }, (_, i) => `run ${i}`);
    await Promise.all(names.map((run, i) => stores[i % 3]!.record([{ run }])));
    await stores[1]!.record([{ run: "run 7", runtime }]);
    const { runs } = readManifest(folder);
    expect(runs.map(({ run }) => run).sort()).toEqual(names.sort());
    expect(runs.at(-1)).toEqual({ run: "run 7", runtime });
    expect(readdirSync(join(folder, "claims"))).toEqual([]);
  });

  it("keeps a manifest that was changed by hand aside, and begins a new one", async () => {
    const folder = temporaryFolder();
    await open(folder).store.record([{ run: "first" }]);
    const manifest = join(folder, "manifest.json");
    const changed = readFileSync(manifest, "utf8").replace("first", "forged");
    writeFileSync(manifest, changed);
    expect(readManifest(folder)).toMatchObject({ runs: [], damage: expect.stringContaining("SHA-256") });
    const { store, damage } = open(folder);
    await store.record([{ run: "second" }]);
    expect(damage[0]).toContain(`It is now ${manifest}.damaged.`);
    expect(readFileSync(`${manifest}.damaged`, "utf8")).toBe(changed);
    expect(readManifest(folder).runs).toEqual([{ run: "second" }]);
  });

  it("refuses a folder of other files, and takes an empty one or its own", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, ".hidden"), "");
    await open(folder).store.save({ result, runtime });
    writeFileSync(join(folder, "notes.txt"), "");
    expect(await open(folder).store.read(id)).toEqual({ result, runtime });
    const other = temporaryFolder();
    for (const name of ["a.txt", "b.txt", "c.txt", "d.txt"]) writeFileSync(join(other, name), "");
    expect(() => open(other)).toThrow(
      `${other} holds other files (a.txt, b.txt, c.txt, …) and no results of stepzero. Choose a folder of their own: --out ${join(other, "results")}.`,
    );
    expect(readdirSync(other).length).toBe(4);
  });

  it("refuses a place that cannot be a folder, or cannot be written, by name", async () => {
    const folder = temporaryFolder();
    const plain = join(folder, "file");
    writeFileSync(plain, "");
    expect(() => open(join(plain, "results"))).toThrow(InputError);
    expect(() => open(join(plain, "results"))).toThrow(`Results cannot be written to ${join(plain, "results")}`);
    // The system's own folder refuses even root.
    if (process.platform === "linux") expect(() => open("/proc/stepzero")).toThrow(InputError);
  });

  it("refuses a folder whose manifest is somebody else's or of another version, and leaves it as it is", async () => {
    for (const [text, complaint] of [
      ['{"name":"my-extension"}', "is not a manifest of stepzero"],
      ['{"format":1,"runs":[]}', "has format 1"],
      ['{"format"', "is not a manifest of stepzero"],
    ] as const) {
      const folder = temporaryFolder();
      writeFileSync(join(folder, "manifest.json"), text);
      expect(() => open(folder)).toThrow(complaint);
      expect(() => open(folder)).toThrow(InputError);
      expect(readdirSync(folder)).toEqual(["manifest.json"]);
      expect(readFileSync(join(folder, "manifest.json"), "utf8")).toBe(text);
    }
  });

  it("leaves no temporary file where a save fails", async () => {
    const folder = temporaryFolder();
    const { store } = open(folder);
    // A folder in the file's place: the rename fails, as it may on a full disk.
    mkdirSync(join(file(folder), "in-the-way"), { recursive: true });
    await expect(store.save({ result, runtime })).rejects.toThrow(InputError);
    expect(readdirSync(join(folder, "cells"))).toEqual([`${id}.json`]);
  });

  it("refuses results whose checksum is right and whose values are wrong", async () => {
    const epoch = result.epochs[0]!;
    const wrong: Record<string, object> = {
      "an accuracy of 5": { ...result, epochs: [{ ...epoch, testAccuracy: 5 }] },
      "an unknown status": { ...result, status: "won" },
      "a missing number": { ...result, epochs: [{ ...epoch, trainLoss: undefined }] },
      "a number as text": { ...result, epochs: [{ ...epoch, seconds: "1" }] },
      "a key that is not written": { ...result, cell: { ...cell, path: "/etc/passwd" } },
      "an epoch that is missing": { ...result, epochs: [{ ...epoch, epoch: 2 }] },
      "more epochs than planned": { ...result, epochs: [epoch, { ...epoch, epoch: 2 }] },
      "fewer epochs than planned": { ...result, epochs: [] },
      "another seed": { ...result, cell: { ...cell, seed: 7 } },
      "another cell": { ...result, cell: another },
      "no result": [],
    };
    for (const [what, value] of Object.entries(wrong)) {
      const folder = temporaryFolder();
      const { store, damage } = open(folder);
      writeFileSync(file(folder), signedText({ runtime, result: value }));
      expect(await store.read(id), what).toBeUndefined();
      expect(damage[0], what).toMatch(/values that stepzero does not write|holds another cell/);
    }
  });

  it("still reads results of format 2, whose checksum covered the result", async () => {
    const folder = temporaryFolder();
    const { store, damage } = open(folder);
    const content = { format: 2, sha256: sha256(JSON.stringify(result)), runtime, result };
    writeFileSync(file(folder), `${JSON.stringify(content)}\n`);
    expect(await store.read(id)).toEqual({ result, runtime });
    expect(damage).toEqual([]);
  });

  it("covers the runtime by the checksum", async () => {
    const folder = temporaryFolder();
    await open(folder).store.save({ result, runtime });
    writeFileSync(file(folder), readFileSync(file(folder), "utf8").replace("1.30.0", "1.31.0"));
    expect(await open(folder).store.read(id)).toBeUndefined();
  });

  it("follows no link within the folder, neither to read nor to write", async () => {
    const outside = temporaryFolder();
    await open(outside).store.save({ result, runtime });
    const folder = temporaryFolder();
    const { store, damage } = open(folder);
    symlinkSync(file(outside), file(folder));
    expect(await store.read(id)).toBeUndefined();
    expect(damage[0]).toContain("is a symbolic link, expected a regular file");
    // The link is moved aside; what it leads to stays.
    const before = readFileSync(file(outside), "utf8");
    await store.save({ result: { ...result, epochs: [{ ...result.epochs[0]!, seconds: 9 }] }, runtime });
    expect(readFileSync(file(outside), "utf8")).toBe(before);
    for (const name of ["cells", "checkpoints", "claims"]) {
      const linked = temporaryFolder();
      symlinkSync(join(outside, name), join(linked, name));
      expect(() => open(linked)).toThrow(`${join(linked, name)} is a symbolic link, and results need a folder`);
    }
  });

  it("takes a folder that is itself a link", async () => {
    const folder = join(temporaryFolder(), "link");
    symlinkSync(temporaryFolder(), folder);
    await open(folder).store.save({ result, runtime });
    expect(await open(folder).store.read(id)).toEqual({ result, runtime });
  });

  it("reads no pipe and no device", async () => {
    const folder = temporaryFolder();
    open(folder);
    execFileSync("mkfifo", [file(folder)]);
    const { store, damage } = open(folder);
    expect(await store.read(id)).toBeUndefined();
    expect(damage[0]).toContain("is a pipe, expected a regular file");
  });

  it("never replaces a study.json that stepzero did not write", () => {
    for (const text of ["data: mnist\n", '{"data":"mnist","inits":["he"]}', '{"format":2}', "[]"]) {
      const folder = temporaryFolder();
      writeFileSync(join(folder, "study.json"), text);
      expect(() => open(folder)).toThrow("is not a study that stepzero has run");
      expect(readdirSync(folder)).toEqual(["study.json"]);
    }
  });

  it("keeps a study.json that was changed by hand aside", () => {
    const folder = temporaryFolder();
    open(folder).store.keepStudy(planned());
    const study = join(folder, "study.json");
    writeFileSync(study, readFileSync(study, "utf8").replace('"he"', '"hi"'));
    const { damage } = open(folder);
    expect(damage[0]).toContain(`it is now ${study}.damaged`);
  });
});
