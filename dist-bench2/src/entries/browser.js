/**
 * ONNX Runtime of the page, on WebGPU or as WebAssembly. All else that a page needs is in the other
 * entry points.
 *
 * @module stepzero/browser
 */
export { browserDevices, loadBrowserRuntime } from "../runtime/browser.js";
