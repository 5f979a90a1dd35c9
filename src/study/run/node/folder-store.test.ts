import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { bareCell } from "../../../../test/study/planned.js";
import { InputError } from "../../../errors.js";
import type { CellResult } from "../../plan/cell.js";
import { openFolderStore } from "./folder-store.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "stepzero-test-"));
  folders.push(folder);
  return folder;
}

const id = "0123456789abcdef0123456789abcdef";
const result: CellResult = {
  cell: { ...bareCell(0), id },
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
    // The last byte is a newline, without which the JSON is still whole.
    for (let length = 0; length < whole.length - 1; length++) {
      writeFileSync(file(folder), whole.subarray(0, length));
      expect(await store.read(id)).toBeUndefined();
      expect(damage.splice(0)).toEqual([`${file(folder)} is ignored: it is not whole. Its cell is run again.`]);
    }
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
    expect(await store.read(id)).toBeUndefined();
    expect(damage[1]).toContain("its format is 99, not 2");
  });

  it("removes temporary files of processes that are gone, and leaves those of living ones", async () => {
    const folder = temporaryFolder();
    open(folder);
    const dead = join(folder, "cells", `${id}.json.999999999.tmp`);
    const living = join(folder, "cells", `${id}.json.${process.pid}.tmp`);
    writeFileSync(dead, "{");
    writeFileSync(living, "{");
    open(folder);
    expect(readdirSync(join(folder, "cells"))).toEqual([`${id}.json.${process.pid}.tmp`]);
  });

  it("keeps every run in the manifest", async () => {
    const folder = temporaryFolder();
    open(folder).store.record({ started: "first" });
    const update = open(folder).store.record({ started: "second" });
    update({ started: "second", runtime });
    const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as unknown;
    expect(manifest).toEqual({ format: 2, runs: [{ started: "first" }, { started: "second", runtime }] });
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
      ['{"format"', "cannot be read"],
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
});
