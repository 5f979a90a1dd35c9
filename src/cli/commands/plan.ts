/** `stepzero plan`: what a study needs before it is run, and what a budget can tell. */
import { InputError } from "../../errors.js";
import { readDuration } from "../../study/plan/durations.js";
import type { StudyOptions } from "../../study/plan/options.js";
import type { Pilot } from "../../study/results/plan-schema.js";
import { runBounds } from "../../study/run/node/run-options.js";
import type { CommandDefinition, OptionTexts } from "../command.js";
import { exitCodes } from "../exit-codes.js";
import { realNumber, wholeNumber } from "../option-values.js";
import { dataDir, jobs, json } from "../shared-options.js";
import { studyGroups, studyOptions } from "../study-options.js";
import type { Terminal } from "../terminal/terminal.js";

/** What of a study decides its spread, its time and its number of pairs. */
const studyKeys = ["data", "model", "init", "epochs", "limit", "confidence", "max-seeds"];
const byName = new Map(studyGroups.flatMap(({ options }) => options).map((one) => [one.name, one]));

export const plan: CommandDefinition = {
  argument:
    "A pilot: the folder of a compare --out, or a file with what compare --json printed; or a study file (.yaml, .ts)",
  examples: [
    "stepzero plan --difference 0.005",
    "stepzero plan pilot --difference 0.002 --budget 2h",
    "stepzero plan --data mnist --model mnist_cnn --seeds 5 --json",
  ],
  options: [
    {
      title: "The question",
      options: [
        {
          name: "difference",
          value: "X",
          help: "The true difference in test accuracy to tell, a fraction: 0.005 is 0.5 points",
          default: "0.005",
        },
        { name: "power", value: "X", help: "The chance to tell it", default: "0.8" },
        { name: "seeds", value: "N", help: "Say what N runs per method can tell", default: "none" },
        {
          name: "budget",
          value: "TIME",
          help: "Say what this much time on this machine can tell: 30m, 2h",
          default: "none",
        },
      ],
    },
    { title: "The study", options: studyKeys.map((name) => byName.get(name)!) },
    { title: "Machine and output", options: [jobs, dataDir, json] },
  ],
  run: async ([source], options, terminal) => {
    const isStudy = source !== undefined && /\.(ya?ml|[cm]?[jt]s)$/.test(source);
    const { seeds: _, ...study } = await studyOptions(isStudy ? source : undefined, options);
    if (options.has("seeds") && options.has("budget")) {
      throw new InputError("plan: --seeds and --budget are two budgets. Leave out one of them.");
    }
    const budgetText = options.get("budget");
    const question = {
      difference: realNumber(options, "difference", { low: 0, high: 1 }) ?? 0.005,
      power: realNumber(options, "power", { low: 0, high: 1 }) ?? 0.8,
      seeds: wholeNumber(options, "seeds", 1, 100_000),
      budget: budgetText === undefined ? undefined : readDuration(budgetText, "--budget", [1, 31_536_000]),
    };
    const processes = wholeNumber(options, "jobs", ...runBounds.jobs);
    const [{ planOutput }, { renderPlans }, { columnsOf }, { availableParallelism }] = await Promise.all([
      import("../../study/results/seed-plan.js"),
      import("../terminal/plan.js"),
      import("../terminal/screen.js"),
      import("node:os"),
    ]);
    const pilots =
      source === undefined || isStudy
        ? await onRecord(study, processes, options, terminal)
        : await fromPilot(source, study, terminal);
    const output = planOutput(pilots, {
      ...question,
      alpha: Number((1 - (study.confidence ?? 0.95)).toPrecision(12)),
      horizon: study.maxSeeds,
      methods: study.inits === undefined ? undefined : [study.inits].flat().length,
      jobs: processes ?? availableParallelism(),
    });
    terminal.out.write(
      options.has("json") ? `${JSON.stringify(output)}\n` : renderPlans(output, columnsOf(terminal.out)),
    );
    return exitCodes.done;
  },
};

async function fromPilot(source: string, study: StudyOptions, terminal: Terminal): Promise<readonly Pilot[]> {
  const typed = (["data", "models", "epochs", "limit"] as const).find((key) => study[key] !== undefined);
  if (typed !== undefined) {
    throw new InputError(
      `plan: ${source} is a pilot with data, network and epochs of its own, and ${typed} is typed, too. Leave out one of the two.`,
    );
  }
  const [{ readReportInput }, { pilotsOf }, { noticeOn }] = await Promise.all([
    import("../../report/node/write-report.js"),
    import("../../study/results/seed-plan.js"),
    import("../terminal/notice.js"),
  ]);
  const { outcome } = await readReportInput(source, noticeOn(terminal));
  const pilots = pilotsOf(outcome, source);
  if (pilots.length > 0) return pilots;
  throw new InputError(
    `plan: ${source} shows no spread: it needs two methods that learned, with two seeds or more. Run it with --seeds 5, for example.`,
  );
}

/** The spread on record, with the time that a few steps take here. */
async function onRecord(
  study: StudyOptions,
  jobCount: number | undefined,
  options: OptionTexts,
  terminal: Terminal,
): Promise<readonly Pilot[]> {
  const [{ estimateStudy }, { recordedPilot }, { noticeOn }] = await Promise.all([
    import("../../study/run/node/estimate.js"),
    import("../../study/results/recorded-spreads.js"),
    import("../terminal/notice.js"),
  ]);
  const notice = noticeOn(terminal);
  const { confidence: _, maxSeeds: __, untilDecided: ___, ...timed } = study;
  const { problems } = await estimateStudy(
    { ...timed, seeds: 1 },
    {
      jobs: jobCount,
      dataDir: options.get("data-dir"),
      onEvent: (event) => {
        if (event.kind === "notice") notice(event.message);
      },
    },
  );
  return problems.map(({ data, model, seconds }) => {
    const { epochs, limit } = study;
    return { ...recordedPilot({ data, model, epochs, limit }), seconds };
  });
}
