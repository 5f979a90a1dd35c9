/** What a setup names: data set, network, initializers; checked, each part with its own errors. */
import type { Dataset } from "../../../src/data/dataset.js";
import { glyphs } from "../../../src/data/glyphs.js";
import { datasetOfTable, tableSamples } from "../../../src/data/table-samples.js";
import { toyTable } from "../../../src/data/toys.js";
import { InputError } from "../../../src/errors.js";
import { type AnyInitializer, formatInitializer, parseInitializer } from "../../../src/initializers/index.js";
import type { Layer } from "../../../src/network/layers/layer.js";
import { type ChosenModel, formatModel, parametersOf, parseModel } from "../../../src/network/models/index.js";
import type { TensorSpecification } from "../../../src/network/parameter.js";
import type { OptionValues } from "../../../src/options.js";
import { changedOptimizer, type OptimizerSpecification } from "../../../src/recipe.js";
import type { SetupRequest, Trouble, UserTable } from "./messages.js";

/** A setup, ready to be looked at and trained. */
export interface Parts {
  /** With the first samples alone. */
  readonly dataset: Dataset;
  /** The whole one, which a study limits itself. */
  readonly whole: Dataset;
  readonly limit: number | undefined;
  /** The table it is from; undefined for data sets of stepzero. */
  readonly table: UserTable | undefined;
  readonly model: ChosenModel;
  readonly layers: Layer;
  readonly parameters: readonly TensorSpecification[];
  readonly total: number;
  readonly methods: readonly PartsMethod[];
  readonly optimizer: OptimizerSpecification;
  readonly title: string;
}

/** An initializer of the setup. */
export interface PartsMethod {
  readonly label: string;
  readonly initializer: AnyInitializer;
  readonly options: OptionValues;
}

/** Thrown with the part of the setup that is wrong. */
export class PartError extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble.text);
  }
}

async function attempt<Result>(part: Trouble["part"], act: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof InputError) throw new PartError({ part, text: onPage(error.message) });
    throw error;
  }
}

/** A message whose remedy is a command, with the one that the page has. */
const onPage = (text: string): string => text.replace("stepzero list initializers", "the field suggests them");

/** The last data set: sliders of the network leave it as it is. */
let last: { readonly key: string; readonly dataset: Dataset; readonly table: UserTable | undefined } | undefined;

/**
 * The parts of a setup.
 *
 * @throws PartError naming the part that is wrong
 */
export async function partsOf({ setup, userTable }: SetupRequest): Promise<Parts> {
  const { dataset: whole, table } = await attempt("data", () => datasetOf({ setup, userTable }));
  const limit = setup.samples < whole.train.count ? setup.samples : undefined;
  const dataset = limit === undefined ? whole : { ...whole, train: firstOf(whole, limit) };
  const problem = { input: whole.shape, classes: whole.classes };
  const { model, layers, parameters, total } = await attempt("net", () => {
    const network = parseModel(setup.net);
    const { parameters: all, total: count } = parametersOf(network.model, problem, network.options);
    return { model: network, layers: network.model.build(problem, network.options), parameters: all, total: count };
  });
  const methods: PartsMethod[] = [];
  for (const [i, text] of setup.inits.entries()) {
    const { initializer, options } = await attempt(i, () => parseInitializer(text));
    const label = formatInitializer({ initializer, options });
    if (methods.some((one) => one.label === label)) {
      throw new PartError({ part: i, text: `${label} is there already: a race is between different methods.` });
    }
    methods.push({ label, initializer, options });
  }
  const { optimizer: kind, rate: learningRate } = setup;
  const optimizer = changedOptimizer(model.model.recipe.optimizer, { kind, learningRate });
  const title = `${whole.name} × ${formatModel(model)}`;
  return { dataset, whole, limit, table, model, layers, parameters, total, methods, optimizer, title };
}

function firstOf({ train, shape }: Dataset, count: number): Dataset["train"] {
  const size = shape.reduce((product, one) => product * one, 1);
  return { inputs: train.inputs.subarray(0, count * size), labels: train.labels.subarray(0, count), count };
}

async function datasetOf({ setup, userTable }: Pick<SetupRequest, "setup" | "userTable">) {
  const table = tableOf({ setup, userTable });
  const key = table === undefined ? setup.data : `${table.file}\n${table.text}`;
  if (last?.key === key) return last;
  last = { key, table, dataset: table === undefined ? glyphs() : await datasetOfText(table) };
  return last;
}

/** The text of the setup's table; undefined for `glyphs`. */
function tableOf({
  setup: { data, dataSeed },
  userTable,
}: Pick<SetupRequest, "setup" | "userTable">): UserTable | undefined {
  if (data === "glyphs") return undefined;
  if (data !== "table") {
    return { file: dataSeed === 0 ? `${data}.csv` : `${data}-${dataSeed}.csv`, text: toyTable(data, dataSeed) };
  }
  if (userTable !== undefined) return userTable;
  throw new InputError(
    "No table is here: the address holds no data of yours. Drop a .csv on the page, or choose other data.",
  );
}

async function datasetOfText({ file, text }: UserTable): Promise<Dataset> {
  const samples = await tableSamples({ path: file, file, pieces: [text] }, {});
  return datasetOfTable(file, samples, undefined, {});
}
