/** The file that a remedy writes. */

/**
 * "fixed.onnx", and by a method "fixed-he.onnx": remedies that write different weights write
 * different files.
 */
export const fixedName = (method?: string): string =>
  method === undefined ? "fixed.onnx" : `fixed-${method.replaceAll(/[^\w.-]+/g, "-")}.onnx`;
