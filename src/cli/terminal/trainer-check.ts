/** What `trainer check` found, for the terminal. */
import type { TrainerCheck } from "../../study/run/node/trainer/check-trainer.js";
import { counted, grouped, measuredTime } from "./numbers.js";
import { wrap } from "./text.js";

const marks = { yes: "✓", no: "✗", unknown: "?" } as const;

/** What was run and how long it took, then a sentence for each question. */
export function renderCheck({ problem, epochs, samples, seconds, findings }: TrainerCheck, width: number): string {
  const times = seconds.map(measuredTime).join(", ");
  const head = `${problem}: ${counted(seconds.length, "run")} of ${counted(epochs, "epoch")} on at most ${grouped(samples)} samples, which took ${times}.`;
  const lines = findings.map(({ verdict, sentence }) => {
    const [first = "", ...others] = wrap(sentence, width - 2).split("\n");
    return [`${marks[verdict]} ${first}`, ...others.map((line) => `  ${line}`)].join("\n");
  });
  return `${wrap(head, width)}\n\n${lines.join("\n")}\n`;
}
