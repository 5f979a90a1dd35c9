/** `npx vite examples/browser` serves the page. */
export default {
  // It finds its WebAssembly beside its own file, which vite would move.
  optimizeDeps: { exclude: ["onnxruntime-web"] },
};
