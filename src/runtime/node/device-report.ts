/** The result of trying one device. */
import type { Device } from "../device.js";

/** Whether one device can be used, and how, or why not. */
export type DeviceReport =
  | {
      readonly device: Device;
      readonly usable: true;
      /** ONNX Runtime's description. */
      readonly runtime: string;
      /** Channels in a block of the fast convolutions' layout, on a processor that has it. */
      readonly block?: number;
      /** Bytes of cache by which steps are cut, on a processor that tells of it. */
      readonly cache?: number;
      /** Whether parameters and the optimizer's state stay in the device's memory between steps. */
      readonly keepsState: boolean;
      /** Present where it is usable but slower than it could be. */
      readonly notice?: string;
    }
  /** `reason` ends with the remedy. */
  | { readonly device: Device; readonly usable: false; readonly reason: string };
