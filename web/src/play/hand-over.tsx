/** The setup as a link, a command, and code. */
import { useState } from "preact/hooks";
import { Choice } from "../shared/controls.js";
import type { UserTable } from "./messages.js";
import type { PageState } from "./page-state.js";

/** Texts to copy. */
export function HandOver({ state: { theory, trouble, setup, race } }: { readonly state: PageState }) {
  const [choice, setChoice] = useState("");
  if (theory === undefined || trouble !== undefined) {
    return <p class="setting">Nothing to copy: see the setup.</p>;
  }
  const { compare, library, weights, table } = theory.commands;
  const best = race?.outcome?.problems[0]?.advice.use[0];
  const of = (label: string | undefined) => weights.find((one) => one.label === label);
  const { label, pytorch, keras } = of(choice) ?? of(best) ?? weights.at(-1)!;
  return (
    <>
      <p>
        <CopyButton text={() => location.href}>Copy link</CopyButton>
        {setup.data === "table" && " The link does not hold your table."}
      </p>
      <Snippet title="The same race on the command line" text={compare} />
      {table !== undefined && (
        <p>
          <button type="button" onClick={() => save(table)}>
            Save {table.file}
          </button>{" "}
          which the command reads.
        </p>
      )}
      <Snippet title="In a program" text={library} />
      <h3>The first weights in another framework</h3>
      <div class="controls">
        <Choice
          label="Weights of"
          value={label}
          options={weights.map((one) => [one.label, one.label] as const)}
          onChange={setChoice}
        />
      </div>
      <Snippet title="PyTorch" text={pytorch} />
      <Snippet title="Keras" text={keras} />
    </>
  );
}

function Snippet({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div class="snippet">
      <h3>{title}</h3>
      <CopyButton text={() => text} label={`Copy: ${title}`}>
        Copy
      </CopyButton>
      <pre tabIndex={0} role="region" aria-label={title}>
        <code>{text}</code>
      </pre>
    </div>
  );
}

function CopyButton(props: {
  readonly text: () => string;
  readonly children: string;
  readonly label?: string | undefined;
}) {
  const [answer, setAnswer] = useState("");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(props.text());
      setAnswer("Copied.");
    } catch {
      setAnswer("The browser does not let this page copy: mark the text and copy it.");
    }
  };
  return (
    <>
      <button type="button" aria-label={props.label} onClick={() => void copy()}>
        {props.children}
      </button>{" "}
      <span role="status" class="setting">
        {answer}
      </span>
    </>
  );
}

function save({ file, text }: UserTable): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
