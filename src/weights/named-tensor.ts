/** What a file of weights holds: float32 tensors by name. Read this first. */
import type { Shape } from "../graph/tensor.js";

export interface NamedTensor {
  readonly name: string;
  readonly shape: Shape;
  /** Row-major. */
  readonly data: Float32Array;
}

/** The numbers' bytes, lowest first, on any machine. */
export function littleEndianBytes(data: Float32Array): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (LITTLE_ENDIAN) return bytes;
  const turned = new Uint8Array(bytes.length);
  const view = new DataView(turned.buffer);
  for (let i = 0; i < data.length; i++) view.setFloat32(4 * i, data[i]!, true);
  return turned;
}

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** The parts one after the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
