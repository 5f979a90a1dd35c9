/** The devices that training can run on, by ONNX Runtime's names of them. */

export const devices = ["cpu", "webgpu", "cuda"] as const;
/** The name of a device. */
export type Device = (typeof devices)[number];
