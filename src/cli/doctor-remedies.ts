/** What a person can type after a diagnosis. */
import type { Finding } from "../diagnosis/diagnosis.js";
import { fixedName } from "../diagnosis/fixed-name.js";
import type { LossRequest } from "../diagnosis/loss/assume-loss.js";
import type { OptionTexts } from "./command.js";
import type { DoctorRequest } from "./doctor-request.js";
import { typedLine } from "./typed-command.js";

/** What to type for a remedy: of a file's weights, `--fix` finds the method and what to mend. */
export const remedyFor =
  (model: string, request: DoctorRequest) =>
  (method: string, isFile: boolean): string => {
    const by = isFile && request.init === undefined ? undefined : method;
    return typedLine([
      ...subjectWords(model, request),
      ...(by === undefined ? [] : ["--init", by]),
      ...(isFile ? ["--fix", fixedName(by)] : []),
    ]);
  };

/** A model with the samples and the loss of the diagnosis, as words to type. */
const subjectWords = (model: string, { data, loss }: Pick<DoctorRequest, "data" | "loss">): readonly string[] => [
  "doctor",
  model,
  ...(data === undefined ? [] : ["--data", data]),
  ...(loss === undefined ? [] : ["--loss", typedLoss(loss)]),
];

const typedLoss = ({ name, axis }: LossRequest): string => (axis === undefined ? name : `${name}:axis=${axis}`);

/** What to type for the same check by another method: the same words, with that as `--init`. */
export const recheckFor =
  (model: string, options: OptionTexts) =>
  (method: string): string => {
    const others = [...options].filter(([name]) => !onceOnly.includes(name));
    return typedLine([
      "doctor",
      model,
      ...others.flatMap(([name, text]) => (text === "" ? [`--${name}`] : [`--${name}`, text])),
      "--init",
      method,
    ]);
  };

/** What a command for the next check leaves out. */
const onceOnly: readonly string[] = ["init", "fix", "html", "force", "json", "fail-on"];

/** A remedy whose command is as the person types commands, on the samples of this diagnosis. */
export const withTypedRemedy =
  (model: string, request: DoctorRequest) =>
  (finding: Finding): Finding => {
    const start = `stepzero doctor ${model}`;
    const lines = finding.remedy?.split("\n").map((line) => {
      return line.startsWith(start) ? `${typedLine(subjectWords(model, request))}${line.slice(start.length)}` : line;
    });
    // Only --fix knows the class shares, of weights that a method draws, too.
    const { init } = request;
    const ofPrior = [...subjectWords(model, request), ...(init === undefined ? [] : ["--init", init]), "--fix"];
    const isBare = finding.kind === "prior-bias" && lines?.length === 1;
    return {
      ...finding,
      remedy: lines?.concat(isBare ? [typedLine([...ofPrior, fixedName(init)])] : []).join("\n") ?? null,
    };
  };
