/** The samples of a cell as a file for its trainer: the same that stepzero would train on. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Dataset, Split } from "../../../../data/dataset.js";
import type { NamedTensor } from "../../../../data/formats/array.js";
import { writeNpz } from "../../../../data/formats/npz.js";
import { type DataPlaces, loadExactDataset } from "../../../../data/node/index.js";
import { writeWhole } from "../../../../files/node/write-whole.js";
import type { Cell } from "../../../plan/cell.js";
import { trainingData } from "../../training-data.js";

/** Files of samples, in a temporary folder of this process. */
export interface SamplesFiles {
  /**
   * The path of the .npz file of a cell's samples: `x_train`, `y_train`, `x_test`, `y_test`, and
   * `x_validation`, `y_validation` where samples are held out. All are float32; bytes are divided
   * by 255, and the axes are `[N, C, H, W]` or `[N, F]`.
   *
   * @throws InputError where the data is not there, or was changed
   */
  of(cell: Cell): Promise<string>;
  /** Removes the files. */
  remove(): void;
}

/** @param places where data sets are */
export function samplesFiles(places: DataPlaces): SamplesFiles {
  const files = new Map<string, Promise<string>>();
  let folder: string | undefined;
  const write = async ({ problem }: Cell, number: number): Promise<string> => {
    const dataset = await loadExactDataset({ ...places, nameOrPath: problem.data }, problem.dataChecksum);
    folder ??= mkdtempSync(join(tmpdir(), "stepzero-samples-"));
    const file = join(folder, `samples-${number}.npz`);
    writeWhole(file, writeNpz(arraysOf(dataset, problem)));
    return file;
  };
  return {
    of(cell) {
      const { dataChecksum, limit, validation } = cell.problem;
      const key = JSON.stringify([dataChecksum, limit, validation]);
      const file = files.get(key) ?? write(cell, files.size);
      files.set(key, file);
      // A download that failed may succeed for the next cell.
      file.catch(() => files.delete(key));
      return file;
    },
    remove() {
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function arraysOf(whole: Dataset, problem: Cell["problem"]): NamedTensor[] {
  const { dataset, validation } = trainingData(whole, problem);
  const splits: readonly (readonly [string, Split | undefined])[] = [
    ["train", dataset.train],
    ["validation", validation],
    ["test", dataset.test],
  ];
  return splits.flatMap(([name, split]) => {
    if (split === undefined) return [];
    const { inputs, labels, count } = split;
    const data = inputs instanceof Uint8Array ? Float32Array.from(inputs, (byte) => byte / 255) : inputs;
    return [
      { name: `x_${name}`, shape: [count, ...dataset.shape], data },
      { name: `y_${name}`, shape: [count], data: Float32Array.from(labels) },
    ];
  });
}
