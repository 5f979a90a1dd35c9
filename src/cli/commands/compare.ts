/** `stepzero compare`: trains the same networks from different initializations and ranks them. */
import { InputError } from "../../errors.js";
import type { FigureFormat } from "../../report/figure-formats.js";
import type { CellResult } from "../../study/plan/cell.js";
import { parseShard, type Shard } from "../../study/plan/cell-order.js";
import type { StudyOptions } from "../../study/plan/options.js";
import type { Outcome } from "../../study/results/outcome.js";
import type { RunStudyOptions } from "../../study/run/node/run-options.js";
import type { StudyResults } from "../../study/run/node/run-study.js";
import { visibleLine } from "../../visible-text.js";
import type { CommandDefinition, OptionGroup, OptionTexts } from "../command.js";
import { exitCodes } from "../exit-codes.js";
import { figures, readFigures } from "../figures-option.js";
import { portOf, portOption } from "../page-options.js";
import { leaseOption, readTraining, trainingOptions } from "../run-options.js";
import { dataDir, dryRun, json, quietly } from "../shared-options.js";
import { studyGroups, studyOptions } from "../study-options.js";
import type { Terminal } from "../terminal/terminal.js";
import { programWords, thisProcess } from "../typed-command.js";

const running: OptionGroup = {
  title: "Running",
  options: [
    dryRun,
    ...trainingOptions,
    {
      name: "shard",
      value: "I/N",
      help: "Run only the I-th of N parts, into --out; stepzero merge joins the parts",
      default: "all",
    },
  ],
};

const files: OptionGroup = {
  title: "Files and output",
  options: [
    dataDir,
    {
      name: "out",
      value: "DIR",
      help: "Keep each result in DIR when its run ends, and write a report. Runs whose results DIR has are not repeated",
      default: "a temporary folder, which stays only after Ctrl-C",
    },
    figures,
    {
      name: "open",
      help: "Show the study in the browser while it runs: curves, failures, what is left; needs --out",
      default: "no",
    },
    portOption,
    leaseOption,
    json,
    quietly,
  ],
};

export const compare: CommandDefinition = {
  argument: "A study file (.yaml, .json or .ts), instead of options or beside them",
  examples: [
    "stepzero compare",
    "stepzero compare --model mlp:depth=20 --init he,orthogonal --out results",
    "stepzero compare --data mnist --model mnist_cnn --seeds 5 --dry-run",
  ],
  options: [...studyGroups, running, files],
  run: async ([file], options, terminal) => {
    const study = await studyOptions(file, options);
    const run = runOptions(options);
    const output = { asJson: options.has("json"), figures: readFigures(options), page: readPage(options) };
    if (options.has("dry-run")) return estimate(study, run, options.has("json"), terminal);
    const { interruptible } = await import("../terminal/interruption.js");
    return interruptible(async (signal) => {
      if (output.page === undefined) return runComparison(study, run, output, terminal, signal);
      const { servePage, untilLeft } = await import("../live-page.js");
      // The address is no result: stdout may be read by a program.
      const page = await servePage(run.out!, { ...output.page, open: true }, { out: terminal.err });
      try {
        const code = await runComparison(study, run, output, terminal, signal);
        if (page.watchers() > 0) terminal.say("The page stays until it is closed, or Ctrl-C.\n");
        await untilLeft(page, signal);
        return code;
      } finally {
        await page.close();
      }
    });
  },
};

function runOptions(options: OptionTexts): RunStudyOptions {
  const shard = options.has("shard") ? parseShard(options.get("shard")!) : undefined;
  if (shard !== undefined && !options.has("out") && !options.has("dry-run")) {
    throw new InputError("--shard needs --out DIR: stepzero merge joins the parts from their folders.");
  }
  if (options.has("lease") && !options.has("out")) {
    throw new InputError("--lease needs --out DIR: only a folder that stays can be shared with other machines.");
  }
  if (options.has("figures") && !options.has("out")) {
    throw new InputError("--figures needs --out DIR: the report with its figures is written there.");
  }
  if (options.has("figures") && shard !== undefined) {
    throw new InputError("--figures does nothing with --shard: give it to stepzero merge, which writes the report.");
  }
  return { ...readTraining(options), shard, out: options.get("out") };
}

/** @returns the port of the page; null without one */
function readPage(options: OptionTexts): Output["page"] {
  const port = portOf(options);
  if (port !== undefined && !options.has("open")) {
    throw new InputError("--port is the port of the page that --open shows. Add --open, or leave out --port.");
  }
  if (!options.has("open")) return undefined;
  if (!options.has("out")) {
    throw new InputError(
      "--open needs --out DIR: the page shows a folder of results. For example: --open --out results.",
    );
  }
  return { port };
}

/** How results are shown. */
interface Output {
  readonly asJson: boolean;
  /** Of the report's figures; left out for the default. */
  readonly figures: readonly FigureFormat[] | undefined;
  /** The page that shows the study while it runs; its port where one was named. */
  readonly page: { readonly port: number | undefined } | undefined;
}

/** Says what the study would take. */
async function estimate(
  study: StudyOptions,
  run: RunStudyOptions,
  asJson: boolean,
  { out, err, say }: Terminal,
): Promise<number> {
  const [{ estimateStudy }, { renderEstimate }, { studyHeader }, { columnsOf, tableColumnsOf }, { noticeOn }] =
    await Promise.all([
      import("../../study/run/node/estimate.js"),
      import("../terminal/estimate.js"),
      import("../terminal/study-header.js"),
      import("../terminal/screen.js"),
      import("../terminal/notice.js"),
    ]);
  const notice = noticeOn({ err });
  let header = "";
  const sayHeader = (): void => {
    say(header);
    header = "";
  };
  const onEvent: RunStudyOptions["onEvent"] = (event) => {
    if (event.kind === "resolved") header = studyHeader(event.choices, err.isTTY ? columnsOf(err) : undefined);
    if (event.kind !== "notice") return;
    sayHeader();
    notice(event.message);
  };
  const hasFolder = run.out !== undefined;
  const report = hasFolder && run.shard === undefined;
  const result = await estimateStudy(study, { ...run, report, sinceStart: performance.now() / 1000, onEvent });
  sayHeader();
  const look = { width: columnsOf(out), tableWidth: tableColumnsOf(out), hasFolder };
  out.write(asJson ? `${JSON.stringify(result)}\n` : renderEstimate(result, look));
  return exitCodes.done;
}

async function runComparison(
  study: StudyOptions,
  run: RunStudyOptions,
  output: Output,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const { withProgress } = await import("../terminal/conduct.js");
  const { err, say } = terminal;
  const outcome = await withProgress(terminal, signal, async (hooks) => {
    // What trains is loaded while the first lines are shown.
    const { runStudy } = await import("../../study/run/node/run-study.js");
    return runStudy(study, { ...run, ...hooks });
  });
  if (outcome === undefined) {
    err.write("Interrupted before the first run.\n");
    return exitCodes.interrupted;
  }
  if (outcome.interrupted) {
    err.write(await interruptedText(outcome));
    return exitCodes.interrupted;
  }
  let code: number = exitCodes.done;
  if (run.shard !== undefined) say(partText(outcome, run.shard));
  else code = await printResults(outcome, output, terminal, signal);
  if (signal.aborted) return exitCodes.interrupted;
  return (await isIncomplete(outcome.results)) ? exitCodes.incomplete : code;
}

/** @returns the exit code of the report */
async function printResults(
  { study, results, runtimes, out }: StudyResults,
  { asJson, figures: formats }: Output,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const [{ analyse }, { recordsOf }, { printOutcome }, { finishReport }] = await Promise.all([
    import("../../study/results/outcome.js"),
    import("../../study/results/records.js"),
    import("../terminal/comparison-text.js"),
    import("../finish-report.js"),
  ]);
  const outcome = analyse(study, recordsOf(study, results), { runtimes });
  printOutcome(outcome, asJson, terminal);
  if (out !== undefined) return finishReport(out, formats, terminal);
  await keepUnprinted(outcome, terminal, signal);
  return exitCodes.done;
}

/** Results that lie in no folder are kept in a file where stdout does not take them. */
async function keepUnprinted(outcome: Outcome, { out, err }: Terminal, signal: AbortSignal): Promise<void> {
  const [{ abortionOf }, { keepOutput }] = await Promise.all([
    import("../terminal/interruption.js"),
    import("../keep-output.js"),
  ]);
  // What stdout takes at once is there, whatever signal came meanwhile.
  await Promise.race([out.flushed(), abortionOf(signal)]);
  if (out.failure !== undefined || out.isBehind) err.write(`${keepOutput(outcome)}\n`);
}

async function isIncomplete(results: readonly CellResult[]): Promise<boolean> {
  const { mustRunAgain } = await import("../../study/run/planners.js");
  return results.some(mustRunAgain);
}

async function interruptedText({ results, expected, out }: StudyResults): Promise<string> {
  const count = `Interrupted: ${results.length} of ${expected.length} runs are finished`;
  if (out === undefined) return `${count}; their results are lost.\n`;
  const { resumeText } = await import("../terminal/resume.js");
  return `${count} and kept in ${visibleLine(out)}\n${resumeText(out)}`;
}

function partText({ results, expected, cells, out }: StudyResults, { index, count }: Shard): string {
  const runs = `${results.length} of the study's ${cells.length} runs are kept in ${visibleLine(out ?? "")}`;
  const missing = results.length < expected.length ? " (some are missing)" : "";
  const merge = `${programWords(thisProcess()).join(" ")} merge PART-1 … PART-${count} --out DIR`;
  return `Part ${index} of ${count} is finished: ${runs}${missing}\nWhen all parts are finished: ${merge}\n`;
}
