/** The provenance of the figures: all facts for running the study again. */
import { tunedCounts } from "../../study/plan/tuned-counts.js";
import { grouped } from "../../study/results/figure-text.js";
import { secondsOf } from "../../study/results/figures.js";
import type { Outcome } from "../../study/results/outcome.js";
import { commandOf } from "../command.js";
import { type Html, html } from "../html.js";
import type { Provenance } from "../report.js";

/** A list of terms with their values. */
export function provenanceList(outcome: Outcome, { runs: starts }: Provenance): Html {
  const { study, stepzero, runtimes, problems } = outcome;
  const runs = problems.flatMap((problem) => problem.rates?.runs ?? problem.runs);
  const machines = new Set(starts.flatMap(({ machine }) => (machine === undefined ? [] : machineText(machine))));
  const started = starts.flatMap((run) => run.started ?? []);
  const rows: readonly (readonly [string, Html | string])[] = [
    ["command", html`<code>${commandOf(outcome)}</code>`],
    ["stepzero", `${stepzero}, results version ${study.resultsVersion}`],
    ["runtime", runtimes.join("; ") || "not recorded"],
    ...(machines.size > 0 ? [["machine", [...machines].join("; ")] as const] : []),
    ...(started.length > 0 ? [["started", shortList(started)] as const] : []),
    ["training time", `${duration(secondsOf(runs))} in all runs together, evaluation included`],
    ["runs", `${runs.length} of ${runsPlanned(study)}`],
    ["seeds", shortList(study.seeds.map(String))],
    ...(study.tuning === undefined ? [] : [["tuning seeds", shortList(study.tuning.seeds.map(String))] as const]),
    [
      "seed varies",
      {
        all: "initial weights, batch order, dropout and augmentation",
        init: "initial weights only",
        order: "batch order, dropout and augmentation only",
      }[study.vary],
    ],
    ...study.data.map(
      (data) =>
        [
          `data: ${data.name}`,
          html`[${data.shape.join(", ")}], ${data.classes} classes, ${grouped(data.trainSamples)} training${study.limit !== undefined && ` (${grouped(study.limit)} used)`} and ${grouped(data.testSamples)} test samples${study.validation !== undefined && `, ${grouped(study.validation)} held out for validation`}; SHA-256 <code>${data.checksum}</code>${data.notes?.map((note) => html`<br>${note}`)}`,
        ] as const,
    ),
    ...study.models.map(
      ({ label, recipe, file }) =>
        [
          `network: ${label}`,
          html`${file !== undefined && html`<code>${file.path}</code>, SHA-256 <code>${file.sha256}</code>; `}<code>${JSON.stringify(recipe)}</code>`,
        ] as const,
    ),
    ...study.methods.flatMap(({ label, recipe }) =>
      Object.keys(recipe).length === 0
        ? []
        : [[`recipe of ${label}`, html`<code>${JSON.stringify(recipe)}</code>`] as const],
    ),
  ];
  return html`<dl>${rows.map(
    ([term, text]) => html`<dt>${term}</dt><dd>${text}</dd>
`,
  )}</dl>`;
}

/** "60", or "at most 60" where a race or the tuning of rates decides. */
function runsPlanned(study: Outcome["study"]): string {
  const tuned = tunedCounts(study);
  if (tuned !== undefined) return `at most ${tuned.tuning + tuned.extension + tuned.final}, those of tuning included`;
  const all = study.problems.length * study.methods.length * study.seeds.length;
  return study.race === undefined ? `${all}` : `at most ${all}`;
}

function machineText({ processor, cores, platform, node }: NonNullable<Provenance["runs"][number]["machine"]>): string {
  const parts = [processor, cores === undefined ? undefined : `${cores} cores`, platform, node && `Node ${node}`];
  return parts.filter((part) => part !== undefined).join(", ");
}

/** "0, 1, 2"; of many the first and the last. */
function shortList(items: readonly string[]): string {
  return items.length > 8 ? `${items.slice(0, 3).join(", ")}, …, ${items.at(-1)} (${items.length})` : items.join(", ");
}

/** 4000 → "66.7 min". */
export function duration(seconds: number): string {
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  if (seconds < 5400) return `${(seconds / 60).toFixed(1)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
