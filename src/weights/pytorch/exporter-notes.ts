/** What a user must know of a file that PyTorch's exporters changed. */
import type { ExportedModule } from "./exported-module.js";
import { foldedNorms } from "./folded-norms.js";
import type { StateDictionary } from "./state-dictionary.js";

const list = (names: readonly string[]): string => names.join(", ");

/**
 * Sentences about batch norms that were folded, and about entries that the file does not have.
 *
 * @param dictionary of a file of weights in PyTorch's layout
 * @param source the .onnx file's name
 * @param keepsNumbers whether the user keeps numbers of the file
 */
export function exporterNotes(
  module: ExportedModule,
  dictionary: StateDictionary | undefined,
  source: string,
  keepsNumbers = false,
): string[] {
  const notes = [
    ...foldedNotes(module, dictionary, keepsNumbers),
    ...weightNorms(dictionary),
    ...lostNotes(dictionary, source),
  ];
  return notes.length === 0 ? [] : [...notes, settings(source)];
}

function foldedNotes(module: ExportedModule, dictionary: StateDictionary | undefined, keepsNumbers: boolean): string[] {
  const folded = foldedNorms(module);
  if (folded.length === 0) return [];
  const isNamed = folded.some(({ entries }) => entries !== undefined);
  const paths = list([...new Set(folded.map(({ path }) => path))]);
  const what = isNamed
    ? `PyTorch's exporter folded batch norms into the layers before them: ${paths}.`
    : `PyTorch's exporter folded batch norms into ${paths}; their names are lost.`;
  if (dictionary === undefined) return [`${what} The fresh network has none.`];
  if (keepsNumbers) {
    return [
      isNamed
        ? `${what} The weights have them with weight 1, running_mean 0, running_var 1 and, behind a kernel that you keep, the bias that was folded.`
        : `${what} The kernels that you keep hold them: in a module with batch norms they compute something else. Export the model again.`,
    ];
  }
  return [
    isNamed
      ? `${what} The weights have them as a constructor makes them: weight 1, bias 0, running_mean 0, running_var 1.`
      : `${what} Load the weights into a module that was just constructed: its batch norms are fresh.`,
  ];
}

/** Weight norms that were made from plain kernels: the file does not tell their axis. */
function weightNorms(dictionary: StateDictionary | undefined): string[] {
  const sizes = (dictionary?.entries ?? []).filter(
    ({ name, from }) => /(^|\.)(parametrizations\.weight\.original0|weight_g)$/.test(name) && from !== name,
  );
  if (sizes.length === 0) return [];
  const names = list(sizes.map(({ name }) => name));
  return [`PyTorch's exporter folded weight norms: ${names} are the kernels' norms along dim=0, PyTorch's default.`];
}

function lostNotes(dictionary: StateDictionary | undefined, source: string): string[] {
  if (dictionary === undefined) return [];
  const { missing, unnamed } = dictionary;
  if (missing.length > 0) {
    const from = unnamed.length === 0 ? "" : ` It has tensors whose names are lost: ${list(unnamed)}.`;
    return [`${source} does not have ${list(missing)}: the exporter cut or folded them, or nothing reads them.${from}`];
  }
  if (unnamed.length === 0 || dictionary.isListed) return [];
  return [`The weights lack ${list(unnamed)}: the exporter changed them, and their names in the module are lost.`];
}

/** The settings of both exporters that keep every parameter and its name. */
const settings = (source: string): string =>
  [
    "These settings keep all parameters and their names:",
    `    torch.onnx.export(model, (x,), ${JSON.stringify(source)}, optimize=False)`,
    "or, in PyTorch before 2.9, after model.eval():",
    `    torch.onnx.export(model, (x,), ${JSON.stringify(source)}, training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False)`,
  ].join("\n");
