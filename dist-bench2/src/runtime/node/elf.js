/** What is wrong with a library of Linux, by its header: before loading it ends the process. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
/** ELF's numbers of processors (e_machine), by Node's names. */
const machines = { x64: 62, arm64: 183, ia32: 3, arm: 40, riscv64: 243, s390x: 22 };
/** Bytes of a 64-bit header. */
const HEADER = 64;
/**
 * Reads the header of an ELF file of 64 bits, little-endian, as all libraries of onnxruntime-node
 * are (System V ABI, "ELF Header").
 *
 * @param arch the processor, by Node's name
 * @returns undefined where the file is whole as far as the header tells, and for the processor
 * @throws the system's error, where it cannot be read
 */
export function elfTrouble(file, arch) {
    const descriptor = openSync(file, "r");
    try {
        const { size } = fstatSync(descriptor);
        const header = Buffer.alloc(HEADER);
        const count = readSync(descriptor, header, 0, HEADER, 0);
        if (count < HEADER)
            return `is cut off (${size} bytes)`;
        if (header.readUInt32BE(0) !== 0x7f454c46 || header[4] !== 2 || header[5] !== 1)
            return "is no library of Linux";
        const machine = header.readUInt16LE(18);
        if (machine !== (machines[arch] ?? machine))
            return `is for ${nameOf(machine)}, and this is ${arch}`;
        const end = sectionsEnd(header);
        return size < end ? `is cut off (${size} of ${end} bytes)` : undefined;
    }
    finally {
        closeSync(descriptor);
    }
}
function nameOf(machine) {
    const entry = Object.entries(machines).find(([, number]) => number === machine);
    return entry?.[0] ?? `another processor (ELF machine ${machine})`;
}
/** Where the table of sections ends, which linkers write last. */
function sectionsEnd(header) {
    const [offset, size, count] = [header.readBigUInt64LE(40), header.readUInt16LE(58), header.readUInt16LE(60)];
    return Number(offset) + size * count;
}
