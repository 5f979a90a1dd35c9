/** The names of devices, and how to find one. */
import { InputError, unknownName } from "../errors.js";
/** The devices that training can run on, by ONNX Runtime's names of them. */
export const devices = ["cpu", "webgpu", "cuda"];
/**
 * The device of a name.
 *
 * @throws InputError for any other name; for "gpu" with the two that it may mean
 */
export function findDevice(name) {
    const device = devices.find((one) => one === name);
    if (device !== undefined)
        return device;
    // By its letters the nearest name would be cpu, the one device that is not meant.
    if (name.toLowerCase() !== "gpu")
        throw unknownName("device", name, devices);
    throw new InputError(`Unknown device "${name}"; did you mean "webgpu" (any graphics card) or "cuda" (NVIDIA's)? ` +
        `Known: ${devices.join(", ")}.`);
}
