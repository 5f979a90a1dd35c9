/**
 * Whether a runtime's blocked layout is what `blocked-layout.ts` takes it for: tried on two small
 * convolutions, a sum and a pooling.
 */
import { normals, stream } from "../../../random/index.js";
import { GraphBuilder } from "../../builder.js";
import { writeOnnx } from "../../file/write.js";
import { sizeOf, tensor } from "../../tensor.js";
import { blockedLayout } from "./blocked-layout.js";
/** Widest first: a wider block gives other numbers on a processor that has the narrower. */
const blocks = [16, 8];
/**
 * Number of channels in a block; undefined where the operators are missing or do something else.
 */
export async function findBlock(runtime) {
    const graph = sample();
    const inputs = Object.fromEntries(graph.inputs.map(({ name, shape }) => [
        name,
        tensor("float32", shape, normals(stream(0, "probe", name), sizeOf(shape))),
    ]));
    const answer = async (bytes) => {
        const session = await runtime.createSession(bytes);
        const { y } = await session.run(inputs);
        await session.release();
        return y.data;
    };
    const expected = await answer(writeOnnx(graph));
    for (const block of blocks) {
        const bytes = writeOnnx(blockedLayout(graph, block));
        // A runtime without these operators says so when the session is created.
        const actual = await answer(bytes).catch(() => undefined);
        if (actual?.every((value, i) => Math.abs(value - expected[i]) < 1e-3 * (1 + Math.abs(expected[i])))) {
            return block;
        }
    }
    return undefined;
}
/**
 * Everything of the layout once: convolutions of few channels and of whole blocks, ReLU within, a
 * number per channel, a sum, pooling.
 */
function sample() {
    const g = new GraphBuilder("probe");
    const first = g.apply("Conv", [g.input("x", "float32", [1, 3, 6, 6]), g.input("w1", "float32", [32, 3, 3, 3])]);
    const second = g.apply("Conv", [g.apply("Relu", [first]), g.input("w2", "float32", [16, 32, 3, 3])], {
        pads: [1, 1, 1, 1],
    });
    const numbers = g.input("numbers", "float32", [16, 1, 1]);
    const third = g.apply("Add", [g.apply("Mul", [second, numbers]), g.apply("Tanh", [second])]);
    g.output("y", g.apply("MaxPool", [third], { kernel_shape: [2, 2], strides: [2, 2] }));
    return g.build();
}
