/** What `doctor` says of a network from each candidate, on one batch of the data. */

import type { Dataset } from "../data/dataset.js";
import { MOST_BYTES } from "../diagnosis/bounds.js";
import { diagnose } from "../diagnosis/diagnose.js";
import type { Verdict } from "../diagnosis/diagnosis.js";
import { rowsWithin } from "../diagnosis/rows.js";
import { sampledBatch } from "../diagnosis/subject.js";
import { initialWeights, parseInitializer } from "../initializers/index.js";
import type { Layer } from "../network/layers/layer.js";
import type { TensorSpecification } from "../network/parameter.js";
import type { OptimizerSpecification } from "../recipe.js";
import type { Runtime } from "../runtime/runtime.js";

/** Samples of the batch. */
const ROWS = 128;

/** The network and its samples. */
export interface Screened {
  readonly name: string;
  readonly layers: Layer;
  readonly parameters: readonly TensorSpecification[];
  readonly dataset: Dataset;
  readonly optimizer: OptimizerSpecification;
}

/** What the measurement says of one candidate. */
export interface Screening {
  readonly verdict: Verdict;
  /** The first error; null where there is none. */
  readonly trouble: string | null;
}

/** Diagnoses the network with weights of this method: the medians of three draws. */
export async function screen(runtime: Runtime, network: Screened, method: string): Promise<Screening> {
  const { name, layers, parameters, dataset, optimizer } = network;
  const { initializer, options } = parseInitializer(method);
  if ("prepare" in initializer) throw new TypeError(`${method} looks at data`);
  const draw = (seed: number) => initialWeights(initializer, parameters, seed, options);
  const { rows } = rowsWithin(layers, dataset.shape, ROWS, MOST_BYTES, undefined);
  const batch = sampledBatch(dataset, rows, 0);
  const { verdict, findings } = await diagnose(
    { name, layers, shape: dataset.shape, parameters, weights: draw(0), batch, labelled: true },
    {
      runtime,
      optimizer,
      isFresh: true,
      initializer: method,
      draws: [draw(1), draw(2)],
      referenceSeeds: [1000, 1001, 1002],
      remedy: (better) => better,
      weightsInWords: method,
      samplesInWords: "samples",
      notes: [],
    },
  );
  return { verdict, trouble: findings.find(({ severity }) => severity === "error")?.text ?? null };
}
