/** A recommendation as people read it: the answer first. */
import type { Candidate, Recommendation } from "../../recommend/recommendation.js";
import { type Look, paint } from "./look.js";
import { renderTable } from "./table.js";
import { item, wrap } from "./text.js";

/** The answer, its evidence, the candidates, the code, and the time. */
export function renderRecommendation(recommendation: Recommendation, look: Look): string {
  const { model, data, facts, sentences, candidates, excluded, code, notes } = recommendation;
  const [answer, ...rest] = sentences;
  const { width, tableWidth = width } = look;
  const table = renderTable(
    [
      { title: ["method"], align: "left" },
      { title: ["doctor"], align: "left" },
      { title: ["rate"], align: "right" },
      { title: ["seeds"], align: "right" },
      { title: ["test acc."], align: "right" },
      { title: ["what became of it"], align: "left", flexible: true },
    ],
    candidates.map((one) => [
      one.method,
      one.health.replace("-", " "),
      one.rate === null ? "–" : String(Number(one.rate.toPrecision(3))),
      String(one.seeds),
      one.accuracy === null ? "–" : `${(100 * one.accuracy).toFixed(2)} %`,
      became(one, recommendation.use),
    ]),
    tableWidth,
  );
  const parts = [
    wrap(`${model} on ${data}: ${facts.join(", ")}`, width),
    "",
    paint("bold", wrap(answer!, width), look),
    "",
    ...rest.map((sentence) => item("• ", sentence, width)),
    "",
    ...table,
    "",
    ...(excluded.length === 0
      ? []
      : [
          wrap(
            `Excluded by theory, with reasons in --json: ${excluded.map(({ method }) => method).join(", ")}.`,
            width,
          ),
          "",
        ]),
    ...code.flatMap(({ framework, code: lines }) => [framework, lines.replaceAll(/^/gm, "    "), ""]),
    ...notes.map((note) => item("• ", note, width)),
    wrap(timeLine(recommendation), width),
  ];
  return `${parts.join("\n")}\n`;
}

function became({ left, method, seeds }: Candidate, use: string): string {
  if (method === use) return "the answer";
  return left ?? (seeds === 0 ? "not raced" : "not told apart");
}

function timeLine({ seconds, race }: Recommendation): string {
  const { used, budget, theory, measurement, races } = seconds;
  const s = (value: number) => `${value.toFixed(1)} s`;
  const raced =
    race === null
      ? "nothing was raced"
      : `races of ${race.epochs} ${race.epochs === 1 ? "epoch" : "epochs"} of ${race.samples.toLocaleString("en")} samples, a look after each seed from the third of at most ${race.horizon}`;
  return `Took ${s(used)} of ${s(budget)}: theory ${s(theory)}, measurement ${s(measurement)}, rates and races ${s(races)}; ${raced}.`;
}
