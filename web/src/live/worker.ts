/**
 * The page's worker: hears the server, analyses the results so far, and makes the parts of the page
 * that are text, so that the page itself only shows them. It tells the page at most twice per
 * second.
 */
import { methodLooks } from "../../../src/report/colours.js";
import { acrossTable } from "../../../src/report/page/across.js";
import { caveats } from "../../../src/report/page/answer.js";
import { failureTable } from "../../../src/report/page/failures.js";
import { pairTable } from "../../../src/report/page/pairs.js";
import { problemAnswer } from "../../../src/report/page/problem-answer.js";
import { provenanceList } from "../../../src/report/page/provenance.js";
import { rankingTable } from "../../../src/report/page/ranking.js";
import { metricOf } from "../../../src/study/plan/metric.js";
import { headline } from "../../../src/study/results/headline.js";
import { analyse, type Outcome } from "../../../src/study/results/outcome.js";
import type { RunRecord } from "../../../src/study/results/records.js";
import { type LiveMessage, paths } from "../../../src/view/protocol.js";
import { compactOf } from "./compact.js";
import type { ProblemPart, ToPage } from "./messages.js";
import {
  addResults,
  beginStudy,
  parseMessage,
  problemIndex,
  runningRecords,
  type StudyState,
  secondsLeft,
  statesOf,
} from "./study-state.js";

/** Milliseconds between two updates of the page. */
const UPDATE_EVERY = 500;

/** Results in one message to the page. */
const MOST_RECORDS = 100;

let state: StudyState | undefined;
let outcome: Outcome | undefined;
/** What the page does not show yet. */
const news = { results: false, live: false, provenance: false };
let timer: ReturnType<typeof setTimeout> | undefined;
let updatedAt = Number.NEGATIVE_INFINITY;

const tell = (message: ToPage): void => (self as unknown as Worker).postMessage(message);

const source = new EventSource(new URL(paths.events, location.origin));
source.onopen = () => tell({ kind: "connection", isOpen: true });
source.onerror = () => tell({ kind: "connection", isOpen: false });
source.onmessage = ({ data }: MessageEvent<string>) => hear(parseMessage(data));

function hear(message: LiveMessage): void {
  switch (message.kind) {
    case "waiting":
      state = undefined;
      tell(message);
      return;
    case "study": {
      [state, outcome] = [beginStudy(message), undefined];
      Object.assign(news, { results: true, live: true, provenance: true });
      updatedAt = Number.NEGATIVE_INFINITY;
      const { study, ids, places, folder } = state;
      tell({ kind: "study", study, ids, places, folder });
      break;
    }
    case "results":
      if (state === undefined) return;
      tellRecords(addResults(state, message));
      news.results = true;
      break;
    case "live":
      if (state === undefined) return;
      state.conductors = message.conductors;
      news.live = true;
      break;
    case "provenance":
      if (state === undefined) return;
      state.provenance = message.provenance;
      news.provenance = true;
      break;
    case "complete":
      if (state === undefined) return;
      state.isComplete = true;
      news.live = true;
  }
  if (timer !== undefined) return;
  timer = setTimeout(update, Math.max(0, updatedAt + UPDATE_EVERY - performance.now()));
}

function tellRecords(records: readonly (readonly [number, RunRecord | null])[]): void {
  for (let i = 0; i < records.length; i += MOST_RECORDS) {
    tell({ kind: "records", records: records.slice(i, i + MOST_RECORDS) });
  }
}

function update(): void {
  timer = undefined;
  updatedAt = performance.now();
  if (state === undefined) return;
  const { study, records, runtimes, conductors, provenance, isComplete } = state;
  if (news.results) {
    outcome = analyse(study, [...records.values()], { runtimes });
    tellOutcome(outcome, records);
  }
  if (news.results || news.live) {
    const states = statesOf(state, outcome);
    const running = runningRecords(state);
    const names = conductors.map(({ running: _, ...rest }) => rest);
    tell({ kind: "progress", states, conductors: names, running, secondsLeft: secondsLeft(conductors), isComplete });
  }
  if (outcome !== undefined && (news.provenance || news.results)) {
    tell({ kind: "provenance", html: provenanceList(outcome, provenance).html, damage: provenance.damage });
  }
  Object.assign(news, { results: false, live: false, provenance: false });
}

function tellOutcome(whole: Outcome, records: ReadonlyMap<number, RunRecord>): void {
  const { study, problems, across } = whole;
  const looks = methodLooks(study.methods.map(({ label }) => label));
  const cellOf = new Map([...records].map(([cell, record]) => [record, cell]));
  const parts = new Map(
    problems.map((problem): [number, ProblemPart] => [
      problemIndex(problem),
      {
        outcome: compactOf(problem, cellOf),
        answer: problemAnswer(problem, rankingTable(problem, looks), study.trainer).html,
        pairs: pairTable(problem)?.html ?? "",
      },
    ]),
  );
  tell({
    kind: "outcome",
    title: problems.length === 0 ? "" : headline(problems),
    problems: study.problems.map((_, i) => parts.get(i)),
    across: across === null ? "" : acrossTable(across, metricOf(study), looks).html,
    caveats: caveats(whole).html,
    failures: failureTable(problems).html,
  });
}
