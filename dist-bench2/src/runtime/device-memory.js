/**
 * Copies between the processor's memory and a device's: graphs of `Identity`, whose outputs stay on
 * the one side or come back to the other. (`getData` of ONNX Runtime's tensors serves this purpose,
 * but ends the process in onnxruntime-node 1.30.)
 */
import { GraphBuilder } from "../graph/builder.js";
import { writeOnnx } from "../graph/file/write.js";
import { sizeOf } from "../graph/tensor.js";
/** Bytes of one number. */
const BYTES = { float32: 4, float64: 8, int32: 4, int64: 8, uint8: 1, bool: 1 };
/** The memory of a runtime's device. */
export function createDeviceMemory(createSession, resident) {
    // One session per list of shapes; a problem has one list. Open sessions also hold the device open
    // between problems.
    const sessions = new Map();
    const sessionFor = (entries, stay) => {
        const key = JSON.stringify([stay, entries.map(([, { type, shape }]) => [type, shape])]);
        const open = sessions.get(key);
        if (open !== undefined)
            return open;
        const session = createSession(...copying(entries, stay));
        sessions.set(key, session);
        // A failure is not held: the next copy tries again.
        session.catch(() => sessions.delete(key));
        return session;
    };
    const copy = async (tensors, stay) => {
        const entries = Object.entries(tensors).filter(([, t]) => resident.has(t) !== stay);
        if (entries.length === 0)
            return tensors;
        const session = await sessionFor(entries, stay);
        const outputs = await session.run(Object.fromEntries(entries.map(([, t], i) => [`from${i}`, t])));
        return { ...tensors, ...Object.fromEntries(entries.map(([name], i) => [name, outputs[`to${i}`]])) };
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
/** The model that copies tensors of these types and shapes, and the options of its session. */
function copying(entries, stay) {
    const g = new GraphBuilder("copy");
    const outputs = entries.map(([, { type, shape }], i) => {
        g.output(`to${i}`, g.apply("Identity", [g.input(`from${i}`, type, shape)]));
        return `to${i}`;
    });
    return [writeOnnx(g.build()), { optimization: "disabled", ...(stay ? { resident: outputs } : {}) }];
}
