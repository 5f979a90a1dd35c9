/**
 * Copies between the processor's memory and a device's: graphs of `Identity`, whose outputs stay on the one side or come
 * back to the other. (`getData` of ONNX Runtime's tensors, made for this, ends the process in onnxruntime-node 1.30.)
 */
import { GraphBuilder } from "../graph/builder.js";
import { writeOnnx } from "../graph/file/write.js";
import { sizeOf, type Tensor } from "../graph/tensor.js";
import type { DeviceMemory, Session, SessionOptions, Tensors } from "./runtime.js";

/** What lies in the device's memory, and what frees it. */
export type DeviceTensors = Map<Tensor, () => void>;

/** Bytes of one number. */
const BYTES = { float32: 4, float64: 8, int32: 4, int64: 8, uint8: 1, bool: 1 } as const;

export function createDeviceMemory(
  createSession: (model: Uint8Array, options: SessionOptions) => Promise<Session>,
  resident: DeviceTensors,
): DeviceMemory {
  // One session a list of shapes, kept: a problem has one list. They also keep the device open between problems.
  const sessions = new Map<string, Promise<Session>>();
  const copy = async (tensors: Tensors, stay: boolean): Promise<Tensors> => {
    const chosen = Object.entries(tensors).filter(([, t]) => resident.has(t) !== stay);
    if (chosen.length === 0) return tensors;
    const key = JSON.stringify([stay, chosen.map(([, { type, shape }]) => [type, shape])]);
    const session = sessions.get(key) ?? createSession(...copying(chosen, stay));
    sessions.set(key, session);
    const outputs = await (await session).run(Object.fromEntries(chosen.map(([, t], i) => [`from${i}`, t])));
    return { ...tensors, ...Object.fromEntries(chosen.map(([name], i) => [name, outputs[`to${i}`]!])) };
  };
  return {
    write: (tensors) => copy(tensors, true),
    read: (tensors) => copy(tensors, false),
    free(tensors) {
      for (const t of Object.values(tensors)) {
        resident.get(t)?.();
        resident.delete(t);
      }
    },
    bytes: () => [...resident.keys()].reduce((sum, { type, shape }) => sum + sizeOf(shape) * BYTES[type], 0),
  };
}

function copying(chosen: readonly (readonly [string, Tensor])[], stay: boolean): [Uint8Array, SessionOptions] {
  const g = new GraphBuilder("copy");
  const outputs = chosen.map(([, { type, shape }], i) => {
    g.output(`to${i}`, g.apply("Identity", [g.input(`from${i}`, type, shape)]));
    return `to${i}`;
  });
  return [writeOnnx(g.build()), { optimization: "disabled", ...(stay ? { resident: outputs } : {}) }];
}
