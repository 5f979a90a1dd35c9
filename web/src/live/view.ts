/** How a person looks at the study: what the page's controls set. */
import { readAddress, writeAddress } from "../shared/address-state.js";

/** The settings of the page. */
export interface View {
  /** Index of the problem that is shown. */
  readonly problem: number;
  /** Labels of methods that are not shown. */
  readonly hidden: ReadonlySet<string>;
  /** Parts of labels, divided by commas: methods with any of them are shown. */
  readonly filter: string;
  /** Whether losses have a logarithmic axis. */
  readonly logarithmic: boolean;
  /** Weight of the epochs before in the smoothed curves: 0 for none, below 1. */
  readonly smoothing: number;
}

/** The settings that the address has. */
export function viewOfAddress(): View {
  const parameters = readAddress();
  const smoothing = Number(parameters.get("smoothing"));
  const problem = Number(parameters.get("problem"));
  return {
    problem: Number.isInteger(problem) && problem > 0 ? problem - 1 : 0,
    hidden: new Set(parameters.getAll("hide")),
    filter: parameters.get("filter") ?? "",
    logarithmic: parameters.get("log") === "1",
    smoothing: smoothing > 0 && smoothing < 1 ? smoothing : 0,
  };
}

/** Keeps the settings in the address, those that are not usual. */
export function writeView({ problem, hidden, filter, logarithmic, smoothing }: View): void {
  writeAddress({
    problem: problem === 0 ? null : String(problem + 1),
    hide: [...hidden],
    filter: filter === "" ? null : filter,
    log: logarithmic ? "1" : null,
    smoothing: smoothing === 0 ? null : String(smoothing),
  });
}

/** Whether a method is shown. */
export function isShown({ hidden, filter }: View, label: string): boolean {
  const parts = filter
    .split(",")
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== "");
  return !hidden.has(label) && (parts.length === 0 || parts.some((part) => label.toLowerCase().includes(part)));
}
