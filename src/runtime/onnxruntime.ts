/** What onnxruntime-node and onnxruntime-web have in common, wrapped as our `Runtime`. */
import type { InferenceSession, Tensor as OrtTensor, TypedTensor } from "onnxruntime-common";
import type { ArrayOf, ElementType, Tensor } from "../graph/tensor.js";
import { createDeviceMemory, type DeviceTensors } from "./device-memory.js";
import { inTurn } from "./in-turn.js";
import type { Runtime, Session, SessionOptions, Tensors } from "./runtime.js";

/** The part of the onnxruntime packages that is used here. */
export interface OnnxRuntimeModule {
  /** Loads graphs. */
  readonly InferenceSession: {
    create(model: Uint8Array, options?: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  /** Wraps an array with its shape. */
  readonly Tensor: new (
    type: OrtTensor.Type,
    data: OrtTensor.DataType,
    dims: readonly number[],
  ) => OrtTensor;
}

/** What an execution provider supports. */
export interface ProviderTraits {
  /** Whether it has the CPU's `com.microsoft` operators. */
  readonly fastOperators: boolean;
  /**
   * Whether outputs can stay in its memory ("gpu-buffer"). Then sessions are also run one at a
   * time: WebGPU sessions that run at once in one process crash (onnxruntime#32561).
   */
  readonly memory: boolean;
}

/**
 * A runtime over one execution provider.
 *
 * @param provider "cpu", "wasm", "webgpu", "cuda"
 */
export function onnxRuntime(
  ort: OnnxRuntimeModule,
  description: string,
  provider: string,
  { fastOperators, memory }: ProviderTraits,
): Runtime {
  // Wrapping costs some microseconds per tensor: tensors that stay the same between runs
  // (parameters of evaluation, the data) are wrapped once.
  const wrapped: Wrapped = new WeakMap();
  const resident: DeviceTensors = new Map();
  const context: Context = { ort, wrapped, resident, schedule: memory ? inTurn() : (work) => work() };
  const createSession = async (model: Uint8Array, options: SessionOptions = {}): Promise<Session> => {
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

type Wrapped = WeakMap<Tensor, OrtTensor>;

/** What the sessions of a runtime share. */
interface Context {
  readonly ort: OnnxRuntimeModule;
  readonly wrapped: Wrapped;
  /** What lies in the device's memory. */
  readonly resident: DeviceTensors;
  readonly schedule: <T>(work: () => Promise<T>) => Promise<T>;
}

function sessionOptions(provider: string, options: SessionOptions): InferenceSession.SessionOptions {
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
      : { preferredOutputLocation: Object.fromEntries(resident.map((name) => [name, "gpu-buffer" as const])) }),
    ...(profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: profile }),
  };
}

function wrapSession({ ort, wrapped, resident, schedule }: Context, session: InferenceSession): Session {
  const resultsOnDevice = new Set<Tensor>();
  const wrap = (t: Tensor): OrtTensor => {
    let ortTensor = wrapped.get(t);
    if (ortTensor === undefined) {
      ortTensor = new ort.Tensor(t.type, t.data as OrtTensor.DataType, t.shape);
      wrapped.set(t, ortTensor);
    }
    return ortTensor;
  };
  const unwrap = (result: TypedTensor<ElementType>): Tensor => {
    const ortTensor = result as OrtTensor;
    if (ortTensor.location !== "gpu-buffer") {
      const t = { type: result.type, shape: result.dims, data: result.data as ArrayOf[ElementType] };
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
    async run(inputs: Tensors) {
      const feeds: Record<string, OrtTensor> = {};
      for (const name of session.inputNames) {
        const input = inputs[name];
        if (input === undefined)
          throw new Error(`session.run: input "${name}" is missing; got: ${Object.keys(inputs).join(", ")}`);
        feeds[name] = wrap(input);
      }
      const results = await schedule(() => session.run(feeds));
      const outputs: Record<string, Tensor> = {};
      for (const name of session.outputNames) outputs[name] = unwrap(results[name] as TypedTensor<ElementType>);
      return outputs;
    },
    release: () =>
      schedule(async () => {
        // A buffer that outlives its session crashes the process when it is used.
        for (const t of resultsOnDevice) {
          resident.get(t)?.();
          resident.delete(t);
        }
        await session.release();
      }),
  };
}

function deviceTensor(type: ElementType, shape: readonly number[]): Tensor {
  return {
    type,
    shape,
    get data(): never {
      throw new Error(`A ${type} tensor [${shape.join(", ")}] lies in the device's memory; read it first.`);
    },
  };
}
