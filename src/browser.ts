/**
 * stepzero's browser part: ONNX Runtime of the page. All else that runs there is in "stepzero".
 *
 * @module stepzero/browser
 */
export { type BrowserDevice, browserDevices, loadBrowserRuntime } from "./runtime/browser.js";
