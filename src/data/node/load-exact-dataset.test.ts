import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dataDir, haveData } from "../../../test/oracles.js";
import { InputError } from "../../errors.js";
import { catalogue } from "../catalogue.js";
import { datasetChecksum } from "../checksum.js";
import { loadDataset } from "./load-dataset.js";
import { type DatasetPlace, loadExactDataset } from "./load-exact-dataset.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stepzero-exact-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const offline = async () => {
  throw new TypeError("fetch failed");
};

describe("loadExactDataset", () => {
  /** A table of the user, and where it is. */
  const table = (): DatasetPlace => {
    const nameOrPath = join(folder, "pets.csv");
    writeFileSync(nameOrPath, `weight,label\n${"4,cat\n30,dog\n".repeat(5)}`);
    return { nameOrPath, cacheDir: join(folder, "cache"), userData: { testFraction: 0.3, standardize: false } };
  };

  it("gives what loadDataset gives, from a place that was sent to a worker", async () => {
    const place = table();
    const planned = await loadDataset(place.nameOrPath, place);
    const dataset = await loadExactDataset(structuredClone(place), planned.checksum);
    expect(dataset).toEqual(planned);
    expect(dataset.test.count).toBe(3);
    expect(await datasetChecksum(dataset)).toBe(planned.checksum);
  });

  it("refuses a file that changed, with its name, both checksums and a remedy", async () => {
    const place = table();
    const planned = await loadDataset(place.nameOrPath, place);
    appendFileSync(place.nameOrPath, "5,cat\n");
    const { checksum } = await loadDataset(place.nameOrPath, place);
    expect(checksum).not.toBe(planned.checksum);
    const attempt = loadExactDataset(place, planned.checksum);
    await expect(attempt).rejects.toThrow(InputError);
    await expect(attempt).rejects.toThrow(
      `The data set ${place.nameOrPath} has changed since the study was planned: its checksum is ${checksum}, expected ${planned.checksum}. Restore the original file`,
    );
  });

  it("refuses other options of reading, as they give other numbers", async () => {
    const place = table();
    const planned = await loadDataset(place.nameOrPath, place);
    const other = { ...place, userData: { testFraction: 0.5, standardize: false } };
    await expect(loadExactDataset(other, planned.checksum)).rejects.toThrow("has changed since the study was planned");
  });

  it("passes on the errors of loadDataset", async () => {
    const place = { nameOrPath: "mnits", cacheDir: folder };
    await expect(loadExactDataset(place, "0".repeat(64))).rejects.toThrow('Unknown data set "mnits"');
    const missing = { nameOrPath: "mnist", cacheDir: folder };
    await expect(loadExactDataset(missing, "0".repeat(64), { fetch: offline })).rejects.toThrow(
      "could not be downloaded",
    );
  });

  it.skipIf(!haveData("mnist"))("loads a published data set", async () => {
    const place = { nameOrPath: "mnist", dataDir, onlyDataDir: true, cacheDir: folder };
    const { checksum } = catalogue.mnist;
    expect((await loadExactDataset(place, checksum)).checksum).toBe(checksum);
    await expect(loadExactDataset(place, checksum.replace("2", "3"))).rejects.toThrow("The data set mnist has changed");
  });
});
