/**
 * A planned study: plain data, which a file, a worker and a page can hold. Read this first;
 * `plan-study.ts` makes it from the user's options, `cell.ts` is one run of it.
 */
import type { ReadingOptions } from "../../data/reading.js";
import type { MethodDescription } from "../../initializers/index.js";
import type { Recipe } from "../../recipe.js";
import type { EvaluateTrain } from "../../training/train-runs.js";
import type { DataDescription } from "./description.js";
import type { Metric } from "./metric.js";
import type { RateTuning } from "./rate-tuning.js";
import type { RecipeOverrides } from "./recipe-overrides.js";
import type { Trainer } from "./trainer.js";
import type { UserFile } from "./user-file.js";

/** Part of every cell's id: raised with every change of code that may change a figure of a cell. */
export const RESULTS_VERSION = 5;

export type { UserFile };

/** A network or an initializer by its name, with complete options. */
export interface Choice {
  /** As it may be typed, with only the options that differ from their defaults: "mlp:depth=30". */
  readonly label: string;
  /** The name in the table of networks or initializers, or that of the user's object. */
  readonly name: string;
  /** The value of every option. */
  readonly options: Readonly<Record<string, number | string>>;
  /** The user's file; left out for stepzero's own and for objects. */
  readonly file?: UserFile | undefined;
}

/** A network of a study. */
export interface ModelChoice extends Choice {
  /** The network's own recipe with the changes that hold for the whole study. */
  readonly recipe: Recipe;
}

/** An initializer of a study. */
export interface InitializerChoice extends Choice {
  /** Texts of a user's initializer; those of stepzero's own are looked up by name. */
  readonly description?: Partial<Pick<MethodDescription, "title" | "formula" | "summary">> | undefined;
}

/** What is compared: an initializer and what its recipe changes about the network's. */
export interface Method {
  /** "he"; where a study compares recipes, "he [adam, lr 0.001]". */
  readonly label: string;
  /** The initializer, with complete options. */
  readonly initializer: InitializerChoice;
  /** Empty where the study compares no recipes. */
  readonly recipe: RecipeOverrides;
}

/** Where methods are compared: a data set and a network, by their labels. */
export interface Problem {
  /** The data set's name. */
  readonly data: string;
  /** The network's label. */
  readonly model: string;
}

/** What varies with the seed: everything, only the initial weights, or only the run. */
export type Vary = "all" | "init" | "order";

export type { EvaluateTrain };

/** How a race is judged, declared before its first run. */
export interface RaceDesign {
  /** The chance of a wrong decision, over all looks and pairs of a problem. */
  readonly alpha: number;
  /** Methods that do not start on a problem; left out for none. */
  readonly nonStarters?: readonly NonStarter[] | undefined;
}

/** A method that does not race on a problem: its weights alone, or its misfit, are the reason. */
export interface NonStarter extends Problem {
  /** The method's label. */
  readonly method: string;
  /** Why, without its full stop. */
  readonly reason: string;
}

/** Problems × methods × seeds, and how they are run and judged. */
export interface Study {
  /** `RESULTS_VERSION` of the program that planned the study. */
  readonly resultsVersion: number;
  /** The data sets. */
  readonly data: readonly DataDescription[];
  /** The networks. */
  readonly models: readonly ModelChoice[];
  /** The methods that are compared. */
  readonly methods: readonly Method[];
  /** The pairs of data set and network that are trained. */
  readonly problems: readonly Problem[];
  /** One run per problem, method and seed; of a race at most. */
  readonly seeds: readonly number[];
  /**
   * Methods race: each problem gets seeds until it is decided. Left out where every method has all
   * seeds.
   */
  readonly race?: RaceDesign | undefined;
  /**
   * Each method is trained at a learning rate of its own, and at the recipe's. Left out where all
   * are trained at the recipe's.
   */
  readonly tuning?: RateTuning | undefined;
  /** The user's own trainer; left out where stepzero trains. */
  readonly trainer?: Trainer | undefined;
  /** How the user's files are read, where the study says it. */
  readonly reading?: ReadingOptions | undefined;
  /** Only the first `limit` training samples are used; all if left out. */
  readonly limit?: number | undefined;
  /**
   * This many training samples are held out and evaluated after every epoch; if left out, none, or
   * where rates are tuned the fraction that `tuning` says.
   */
  readonly validation?: number | undefined;
  /** When the training samples are evaluated too, dropout off. */
  readonly evaluateTrain: EvaluateTrain | false;
  /** Whether every run is probed at step 0 and after each epoch; not, if left out. */
  readonly probe?: true | undefined;
  /** What the seed varies. */
  readonly vary: Vary;
  /** The label of the method that the others are compared with; every pair is if left out. */
  readonly baseline?: string | undefined;
  /** The figure by which methods are compared; test accuracy, if left out (`metricOf`). */
  readonly metric?: Metric | undefined;
  /**
   * Methods count as equivalent within this difference in the metric; an accuracy is a fraction.
   */
  readonly margin?: number | undefined;
  /**
   * Epochs are counted to this value of the metric, an accuracy as a fraction. If left out, to 95 %
   * of each problem's best accuracy, or to 5 % from the best value of another metric.
   */
  readonly target?: number | undefined;
}
