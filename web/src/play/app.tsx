/** The playground: what is chosen, what theory says, the race, and how to take it elsewhere. */
import { useMemo } from "preact/hooks";
import { methodLooks } from "../../../src/report/colours.js";
import { Section } from "../shared/section.js";
import { ThemeSwitch } from "../shared/theme.js";
import type { Actions } from "./actions.js";
import { Before } from "./before.js";
import { Controls } from "./controls.js";
import { HandOver } from "./hand-over.js";
import { Inside } from "./inside.js";
import type { PageState } from "./page-state.js";
import { RaceButton, RaceView } from "./race-view.js";
import { Tour } from "./tour.js";
import { TriedTable } from "./tried.js";

const sections = [
  ["setup", "Setup"],
  ["before", "Before step 1"],
  ["race", "Race"],
  ["inside", "Inside"],
  ["take", "Take it with you"],
  ["tried", "Tried"],
] as const;

/** The whole page. */
export function App({ state, actions }: { readonly state: PageState; readonly actions: Actions }) {
  const labels = state.theory?.labels ?? [];
  const looks = useMemo(() => methodLooks(labels), [labels.join("\n")]);
  return (
    <>
      <InPage to="race" skip>
        To the race
      </InPage>
      <header class="top">
        <nav aria-label="Contents">
          <ul>
            {sections.map(([id, text]) => (
              <li key={id}>
                <InPage to={id}>{text}</InPage>
              </li>
            ))}
          </ul>
        </nav>
        <ThemeSwitch />
      </header>
      <main>
        <h1>What the first weights do</h1>
        <p class="setting">
          A network, up to four ways to draw its first weights, and a race between them, trained in this page. Nothing
          leaves it.
        </p>
        <Tour state={state} actions={actions} />
        <Section id="setup" title="Setup">
          <Controls state={state} looks={looks} actions={actions} />
          <RaceButton state={state} actions={actions} onStart={() => goTo("race")} />
        </Section>
        <Section id="before" title="Before step 1">
          <Before state={state} looks={looks} />
        </Section>
        <Section id="race" title="Race">
          <RaceView state={state} looks={looks} actions={actions} />
        </Section>
        <Section id="inside" title="Inside the networks">
          <Inside state={state} looks={looks} />
        </Section>
        <Section id="take" title="Take it with you">
          <HandOver state={state} />
        </Section>
        <Section id="tried" title="Tried in this visit">
          <TriedTable tried={state.tried} actions={actions} />
        </Section>
      </main>
      <footer />
    </>
  );
}

/** A link within the page. The address behind "#" is the setup, and stays as it is. */
function InPage({ to, children, skip }: { readonly to: string; readonly children: string; readonly skip?: boolean }) {
  const go = (event: MouseEvent): void => {
    event.preventDefault();
    goTo(to);
  };
  return (
    <a class={skip ? "skip" : undefined} href={`#${to}`} onClick={go}>
      {children}
    </a>
  );
}

function goTo(id: string): void {
  const target = document.getElementById(id);
  target?.scrollIntoView();
  target?.focus({ preventScroll: true });
}
