/** Examines nothing: WebGPU crashes, CUDA says nothing. */
const [device] = process.argv.slice(2);
if (device === "webgpu") {
  process.stderr.write("fatal: no device\n", () => process.abort());
} else {
  if (device === "cpu") process.send({ device, usable: true, runtime: "made up", keepsState: false });
  process.disconnect();
}
