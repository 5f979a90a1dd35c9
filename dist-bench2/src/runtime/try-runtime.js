/** Whether a runtime runs, and gives the right product of two matrices. */
import { GraphBuilder } from "../graph/builder.js";
import { writeOnnx } from "../graph/file/write.js";
import { tensor } from "../graph/tensor.js";
/** @throws what the runtime throws, or Error where the answer is wrong */
export async function tryRuntime(runtime) {
    const g = new GraphBuilder("try");
    g.output("y", g.apply("MatMul", [g.input("x", "float32", [2, 3]), g.input("w", "float32", [3, 2])]));
    const session = await runtime.createSession(writeOnnx(g.build()));
    const { y } = await session.run({
        x: tensor("float32", [2, 3], [1, 2, 3, 4, 5, 6]),
        w: tensor("float32", [3, 2], [1, 0, 0, 1, 1, 1]),
    });
    await session.release();
    const got = Array.from(y.data);
    const expected = [4, 5, 10, 11];
    if (got.some((value, i) => Math.abs(value - expected[i]) > 1e-3)) {
        throw new Error(`a product of two matrices gave ${got.join(", ")} instead of ${expected.join(", ")}`);
    }
}
