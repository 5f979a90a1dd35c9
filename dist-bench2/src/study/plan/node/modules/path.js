/** Tells the names of files from those of methods and models. */
/** Whether a path is that of an .onnx file. */
export const isOnnxPath = (path) => path.endsWith(".onnx");
/**
 * Path and options of a user's file: "./mine.ts:std=0.1" → "./mine.ts" and ":std=0.1"; undefined
 * where the text is no path of a module or an .onnx file.
 */
export function splitModulePath(text) {
    const [, path, options = ""] = /^(.+\.(?:[cm]?[jt]s|onnx))(:.*)?$/.exec(text) ?? [];
    return path === undefined ? undefined : { path, options };
}
