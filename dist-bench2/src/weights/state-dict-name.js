/** Which names of an .onnx file can be those of a PyTorch module's weights. */
/** Values that PyTorch's exporters name themselves: "193", "val_5", "_tensor_constant0", … */
const madeByExporters = /^(\d+|_?val_\d+|(_?lifted)?_?tensor_(constant_?)?\d+|(.*_)?[Cc]onstant(OfShape)?_\d+.*|.*_output_\d+)$/;
/**
 * Whether a name can be in the state dictionary of a PyTorch module: attributes joined by dots, as
 * "layer1.0.conv.weight". Names that exporters make of themselves ("onnx::Conv_23", "val_5") and
 * paths of other frameworks ("dense/kernel:0") cannot.
 *
 * @example
 * import { isStateDictName } from "stepzero/weights";
 *
 * isStateDictName("layer1.0.conv.weight"); // → true
 * isStateDictName("onnx::Conv_23"); // → false
 */
export function isStateDictName(name) {
    // The name of a module in a ModuleDict may have any letters; those of parameters are identifiers.
    const segments = name.split(".");
    const isPath = segments.every((segment) => /^[^\s:/\\|"'<>]+$/.test(segment));
    return isPath && !madeByExporters.test(name) && /^[\p{L}_][\p{L}\p{N}_]*$|^\d+$/u.test(segments.at(-1));
}
