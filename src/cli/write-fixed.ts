/** `stepzero doctor --fix`. */
import type { Diagnosis } from "../diagnosis/diagnosis.js";
import type { NamedOutcome } from "../diagnosis/node/diagnose-named.js";
import { remedyFor } from "./doctor-remedies.js";
import type { DoctorRequest } from "./doctor-request.js";
import { typedLine } from "./typed-command.js";

/** Writes the network with the remedy's weights, diagnoses it, and says what was done. */
export async function writeFixed(
  { diagnosis, network }: NamedOutcome,
  request: DoctorRequest,
  file: string,
): Promise<readonly string[]> {
  const [{ classSharesOf, fixedModel, idleFix }, { factorsToMend, parametersToMend }, others] = await Promise.all([
    import("../diagnosis/fix.js"),
    import("../diagnosis/what-to-mend.js"),
    Promise.all([import("./write-file.js"), import("../diagnosis/node/diagnose-named.js")]),
  ]);
  const [{ writeFileAtomically }, { diagnoseNamed }] = others;
  const { init, seed, force } = request;
  const idle = init === undefined ? idleFix(diagnosis) : undefined;
  if (idle !== undefined) return [`${file} was not written: ${idle}.`];
  const isDrawn = init !== undefined && diagnosis.verdict !== "sick";
  const method = isDrawn ? init : (diagnosis.recommended ?? "he");
  const needsPrior = diagnosis.findings.some(({ kind, severity }) => kind === "prior-bias" && severity !== "note");
  const classShares = needsPrior && network.dataset !== undefined ? classSharesOf(network.dataset) : undefined;
  const only = init === undefined && network.file !== undefined ? parametersToMend(diagnosis) : undefined;
  const factors = only === undefined ? undefined : factorsToMend(diagnosis);
  writeFileAtomically(file, await fixedModel({ ...network, method, seed, classShares, only, factors }), force);
  const { diagnosis: after } = await diagnoseNamed({
    ...request,
    check: undefined,
    model: file,
    init: undefined,
    seeds: 1,
    remedy: remedyFor(file, request),
  });
  const instead = init === undefined || isDrawn || init === method ? "" : `${init} is sick here. `;
  const what = `${instead}${file} has ${weightsInWords({ method, seed, only, factors, priorOf: classShares && diagnosis })}`;
  const written = `${what}. Diagnosed: ${after.headline ?? after.findings[0]?.text ?? after.verdict}`;
  const isWhole = only === undefined && network.file !== undefined;
  return isWhole ? [written, forScripts(request.models[0], method)] : [written];
}

/** How such weights get into the user's own script. */
const forScripts = (model: string, method: string): string =>
  `For your own script, such weights with the lines that load them into PyTorch: ${typedLine(["init", "--model", model, "--init", method, "--out", "weights.safetensors"])}`;

/** What was written. */
interface Written {
  readonly method: string;
  readonly seed: number;
  /** The only tensors that changed; all did without it. */
  readonly only: readonly string[] | undefined;
  /** Of those whose numbers were multiplied. */
  readonly factors: ReadonlyMap<string, number> | undefined;
  /** The diagnosis that names the biases which are the class prior now. */
  readonly priorOf: Diagnosis | undefined;
}

/** "new numbers by he, seed 0, in fc1.weight; fc.weight × 0.03; all other tensors keep theirs". */
function weightsInWords({ method, seed, only, factors = new Map(), priorOf }: Written): string {
  const prior = (priorOf?.findings ?? []).flatMap(({ kind, tensors }) => (kind === "prior-bias" ? tensors : []));
  if (only === undefined) {
    const drawn = `the weights of ${method}, seed ${seed}, in all layers`;
    return priorOf === undefined ? drawn : `${drawn}, and the class prior as the bias of its head`;
  }
  const drawn = only.filter((name) => !factors.has(name) && !prior.includes(name));
  const factor = [...factors.values()][0];
  return [
    ...(drawn.length === 0 ? [] : [`new numbers by ${method}, seed ${seed}, in ${few(drawn)}`]),
    ...(factor === undefined
      ? []
      : [`the numbers of ${few([...factors.keys()])} times ${Number(factor.toPrecision(2))}`]),
    ...(prior.length === 0 ? [] : [`the class prior in ${few(prior)}`]),
    "all other tensors as they were",
  ].join("; ");
}

const few = (names: readonly string[]): string =>
  names.length > 4 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
