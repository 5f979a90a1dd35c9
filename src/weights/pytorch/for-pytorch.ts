/** An initialized .onnx model as the state dictionary of the module that it was exported from. */
import type { InitializedModel } from "../initialized-model.js";
import { stateDictionary } from "./state-dictionary.js";

/** Where exporting keeps every name and every batch norm. */
const keepAll =
  "export with torch.onnx.export(…, optimize=False), or with dynamo=False, do_constant_folding=False, " +
  "which keep every name and batch norm";

/**
 * The model with the names and axes of PyTorch's module, and all entries of its state dictionary,
 * kept tensors too. Notes say what the exporter folded away.
 *
 * @param initialized in the layout of the file
 */
export function forPyTorch(initialized: InitializedModel): InitializedModel {
  const dictionary = stateDictionary(initialized.onnx());
  if (dictionary === undefined) {
    const note = "PyTorch did not export this file: the tensors have the file's names, which a module may not have.";
    return { ...initialized, notes: [...initialized.notes, note], loading: "not" };
  }
  const { tensors, loading, foldedNorms, lacking } = dictionary;
  const specifications = new Map(initialized.tensors.map(({ name, specification }) => [name, specification]));
  return {
    ...initialized,
    tensors: tensors.map(({ source, ...tensor }) => ({ ...tensor, specification: specifications.get(source ?? "") })),
    notes: [...initialized.notes, ...noteOf(loading, foldedNorms, lacking)],
    loading,
  };
}

function noteOf(loading: InitializedModel["loading"], foldedNorms: boolean, lacking: readonly string[]): string[] {
  if (loading === "not") {
    return [
      `A state dictionary cannot be made from this file: the exporter folded ${lacking.join(", ")} into other constants. To get one, ${keepAll}.`,
    ];
  }
  if (loading === "new-module") {
    return [
      `The exporter folded batch norms into the layers before them, and their names are lost. Load into a module that was just constructed, whose batch norms are as new; or ${keepAll}.`,
    ];
  }
  if (!foldedNorms) return [];
  return [
    "The exporter folded batch norms into the layers before them. Here they are as a new module has them: weight and variance 1, bias and mean 0.",
  ];
}
