/** A recommendation for what a person names: a model and a data set. */
import { dataLocation } from "../../data/node/data-location.js";
import { loadDataset } from "../../data/node/index.js";
import type { ReadingOptions } from "../../data/reading.js";
import { loadRuntime } from "../../runtime/node/load-runtime.js";
import { choose } from "../../study/plan/node/prepare.js";
import { type RecommendOptions, recommend } from "../recommend.js";
import type { Recommendation } from "../recommendation.js";

/** What is named, and how long it may take. */
export interface NamedRequest extends Pick<RecommendOptions, "budget" | "terms" | "commandOf" | "say" | "signal"> {
  /** "mlp:depth=30", "my-net.onnx", "./mine.ts". */
  readonly model: string;
  /** By name or path. */
  readonly data: string;
  readonly dataDir?: string | undefined;
  readonly reading?: ReadingOptions | undefined;
  /** Milliseconds. */
  readonly clock: () => number;
}

/**
 * Reads model and data, and recommends. Reading counts against the budget.
 *
 * @throws InputError for what cannot be read or does not fit
 */
export async function recommendNamed(request: NamedRequest): Promise<Recommendation> {
  const { model, data, dataDir, reading, clock, budget } = request;
  const began = clock();
  const { users } = await choose({ data, models: model, inits: ["he"] });
  const dataset = await loadDataset(data, { ...dataLocation(dataDir), userData: reading });
  const { runtime, notice } = await loadRuntime();
  const read = (clock() - began) / 1000;
  const { seconds, notes, ...rest } = await recommend({
    ...request,
    users,
    dataset,
    runtime,
    budget: Math.max(0, budget - read),
  });
  return {
    ...rest,
    seconds: { ...seconds, budget, used: seconds.used + read },
    notes: [...(notice === undefined ? [] : [notice]), ...(dataset.notes ?? []), ...notes],
  };
}
