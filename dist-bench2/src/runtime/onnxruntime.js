import { createDeviceMemory } from "./device-memory.js";
import { inTurn } from "./in-turn.js";
/**
 * A runtime over one execution provider.
 *
 * @param provider "cpu", "wasm", "webgpu", "cuda"
 */
export function onnxRuntime(ort, description, provider, { fastOperators, memory }) {
    // Wrapping costs some microseconds per tensor: tensors that stay the same between runs
    // (parameters of evaluation, the data) are wrapped once.
    const wrapped = new WeakMap();
    const resident = new Map();
    const context = { ort, wrapped, resident, schedule: memory ? inTurn() : (work) => work() };
    const createSession = async (model, options = {}) => {
        const settings = sessionOptions(provider, memory ? options : { ...options, resident: [] });
        return wrapSession(context, await context.schedule(() => ort.InferenceSession.create(model, settings)));
    };
    return {
        description,
        fastOperators,
        createSession,
        ...(memory ? { memory: createDeviceMemory(createSession, resident) } : {}),
    };
}
function sessionOptions(provider, options) {
    const { resident = [], profile } = options;
    return {
        executionProviders: [provider],
        intraOpNumThreads: options.threads ?? 1,
        interOpNumThreads: 1,
        executionMode: "sequential",
        graphOptimizationLevel: options.optimization ?? "all",
        // A third less memory at the same speed; the arena stays on (without it mnist_cnn is 40 %
        // slower).
        enableMemPattern: false,
        logSeverityLevel: 3,
        ...(resident.length === 0
            ? {}
            : { preferredOutputLocation: Object.fromEntries(resident.map((name) => [name, "gpu-buffer"])) }),
        ...(profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: profile }),
    };
}
function wrapSession({ ort, wrapped, resident, schedule }, session) {
    const resultsOnDevice = new Set();
    const wrap = (t) => {
        let ortTensor = wrapped.get(t);
        if (ortTensor === undefined) {
            ortTensor = new ort.Tensor(t.type, t.data, t.shape);
            wrapped.set(t, ortTensor);
        }
        return ortTensor;
    };
    const unwrap = (result) => {
        const ortTensor = result;
        if (ortTensor.location !== "gpu-buffer") {
            const t = { type: result.type, shape: result.dims, data: result.data };
            wrapped.set(t, ortTensor); // a new parameter goes back in as the next step's input
            return t;
        }
        const t = deviceTensor(result.type, result.dims);
        wrapped.set(t, ortTensor);
        resultsOnDevice.add(t);
        resident.set(t, () => {
            resultsOnDevice.delete(t);
            wrapped.delete(t);
            ortTensor.dispose();
        });
        return t;
    };
    return {
        inputNames: session.inputNames,
        outputNames: session.outputNames,
        async run(inputs) {
            const feeds = {};
            for (const name of session.inputNames) {
                const input = inputs[name];
                if (input === undefined)
                    throw new Error(`session.run: input "${name}" is missing; got: ${Object.keys(inputs).join(", ")}`);
                feeds[name] = wrap(input);
            }
            const results = await schedule(() => session.run(feeds));
            const outputs = {};
            for (const name of session.outputNames)
                outputs[name] = unwrap(results[name]);
            return outputs;
        },
        release: () => schedule(async () => {
            // A buffer that outlives its session crashes the process when it is used.
            for (const t of resultsOnDevice) {
                resident.get(t)?.();
                resident.delete(t);
            }
            await session.release();
        }),
    };
}
function deviceTensor(type, shape) {
    return {
        type,
        shape,
        get data() {
            throw new Error(`A ${type} tensor [${shape.join(", ")}] lies in the device's memory; read it first.`);
        },
    };
}
