/** The page: the answer so far, the cells, the figures, and where all of it comes from. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { methodLooks } from "../../../src/report/colours.js";
import type { Study } from "../../../src/study/plan/study.js";
import { paths } from "../../../src/view/protocol.js";
import { Raw } from "../shared/raw.js";
import { Section } from "../shared/section.js";
import { ThemeSwitch } from "../shared/theme.js";
import { wholeOf } from "./compact.js";
import { Controls } from "./controls-bar.js";
import { Curves } from "./curves.js";
import { type DrawFigure, Figures } from "./figures.js";
import { Grid } from "./grid.js";
import { Inside } from "./inside.js";
import type { PageState } from "./page-state.js";
import { type Ask, Status } from "./status.js";
import { type View, viewOfAddress, writeView } from "./view.js";

const sections = [
  ["answer", "Answer"],
  ["cells", "Runs"],
  ["curves", "Curves"],
  ["differences", "Differences"],
  ["inside", "Inside"],
  ["failures", "Failures"],
  ["provenance", "Provenance"],
] as const;

/** The whole page. */
export function App({ state, ask }: { readonly state: PageState; readonly ask: Ask }) {
  return (
    <>
      <a class="skip" href="#answer">
        To the answer
      </a>
      <header class="top">
        <nav aria-label="Contents">
          <ul>
            {sections.map(([id, text]) => (
              <li key={id}>
                <a href={`#${id}`}>{text}</a>
              </li>
            ))}
          </ul>
        </nav>
        <ThemeSwitch />
      </header>
      <main>{state.study === undefined ? <Waiting state={state} /> : <StudyPage state={state} ask={ask} />}</main>
    </>
  );
}

function Waiting({ state: { reason, isConnected } }: { readonly state: PageState }) {
  return (
    <section id="answer" tabIndex={-1}>
      <h1>{isConnected === false ? "stepzero does not answer" : "Waiting for the study"}</h1>
      <p>{reason}</p>
    </section>
  );
}

function StudyPage({ state, ask }: { readonly state: PageState; readonly ask: Ask }) {
  const { study, outcome, provenance } = state;
  const plan = study!.study;
  const [view, setView] = useState(viewOfAddress);
  const looks = useMemo(() => methodLooks(plan.methods.map(({ label }) => label)), [plan]);
  const change = (changes: Partial<View>): void => setView({ ...view, ...changes });
  useEffect(() => writeView(view), [view]);
  const index = Math.min(view.problem, plan.problems.length - 1);
  const part = outcome?.problems[index];
  const whole = useMemo(() => part && wholeOf(part.outcome, study!.records), [part, study]);
  const title = outcome?.title || waitingTitle(plan);
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <>
      <section id="answer" tabIndex={-1} aria-labelledby="answer-heading">
        <h1 id="answer-heading">{title}</h1>
        <Status state={state} ask={ask} />
        <Controls plan={plan} view={{ ...view, problem: index }} looks={looks} change={change} />
        {part === undefined ? <p class="setting">No run of this problem has ended yet.</p> : <Raw html={part.answer} />}
        {outcome && <Raw html={`${outcome.across}${outcome.caveats}`} />}
      </section>
      <Section id="cells" title="Runs">
        <Grid state={state} view={{ ...view, problem: index }} looks={looks} ask={ask} />
      </Section>
      <Section id="curves" title="Learning curves">
        <Curves state={state} outcome={whole} view={{ ...view, problem: index }} looks={looks} />
      </Section>
      <Section id="differences" title="Differences">
        <Figures whole={whole} view={view} looks={looks} draw={comparisons} />
        {part && <Raw html={part.pairs} />}
      </Section>
      <Section id="inside" title="Inside of the networks">
        {plan.probe === true ? (
          <Inside whole={whole} view={view} looks={looks} />
        ) : (
          <p class="setting">The study was run without --probe: nothing was read inside of its networks.</p>
        )}
      </Section>
      <Section id="failures" title="Failures">
        {outcome ? <Raw html={outcome.failures} /> : <p>No run has ended yet.</p>}
        {plan.tuning !== undefined && (
          <p class="setting">Of the runs that are compared; those that tried another rate stand in the grid only.</p>
        )}
      </Section>
      <Section id="provenance" title="Provenance">
        {provenance?.damage.map((text) => (
          <p key={text} class="notice">
            {text}
          </p>
        ))}
        {provenance ? <Raw html={provenance.html} /> : <p>No run has ended yet.</p>}
        {whole && (
          <p>
            <a href={paths.report} download="report.html">
              Save as report.html
            </a>{" "}
            (the page of <code>stepzero report</code>, of what is there now)
          </p>
        )}
      </Section>
    </>
  );
}

/** What stands above a study before its first result. */
function waitingTitle({ problems, methods }: Study): string {
  const where = problems.length === 1 ? `${problems[0]!.data} × ${problems[0]!.model}` : `${problems.length} problems`;
  return `${where}: ${methods.length} method${methods.length === 1 ? "" : "s"}, no run has ended yet`;
}

/** How far methods are apart. */
const comparisons: readonly DrawFigure[] = [
  (tools, problem, looks) => tools.differences(problem, looks, { document }),
  (tools, problem, looks) => tools.finalValues(problem, looks, { document }),
  (tools, problem, looks) => tools.rateSensitivity(problem, looks, { document }),
];
