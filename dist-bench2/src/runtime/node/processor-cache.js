/**
 * How much of the processor's cache one core can count on: read from what Linux tells of it. Other
 * systems are not asked yet; there nothing is cut by the cache.
 */
import { readFileSync } from "node:fs";
/**
 * Bytes of cache that one core can count on to be fast, from the sizes alone: so it is the same in
 * every process of a machine, however busy. That is the core's second-level cache. On AMD's
 * processors, whose third level is near, it is half of the core's share of that, where that is
 * more. Rounded down to a power of two; 0 where no second level is told.
 */
export function nearCache({ vendor, caches }) {
    const second = caches.find(({ level }) => level === 2);
    if (second === undefined)
        return 0;
    const third = caches.find(({ level }) => level === 3);
    const share = vendor === "AuthenticAMD" && third !== undefined ? third.bytes / third.sharedBy / 2 : 0;
    return 2 ** Math.floor(Math.log2(Math.max(second.bytes, share)));
}
/** `nearCache` of this machine. */
export const processorCache = () => nearCache(readProcessor());
/** @param root where the files of the system are; tests have their own */
export function readProcessor(root = "") {
    const text = (path) => {
        try {
            return readFileSync(`${root}${path}`, "utf8").trim();
        }
        catch {
            return "";
        }
    };
    const vendor = /^vendor_id\s*:\s*(\S+)/m.exec(text("/proc/cpuinfo"))?.[1] ?? "";
    const caches = Array.from({ length: 8 }, (_, i) => `/sys/devices/system/cpu/cpu0/cache/index${i}`).flatMap((path) => {
        const level = Number(text(`${path}/level`));
        const size = /^(\d+)([KM])$/.exec(text(`${path}/size`));
        if (size === null || text(`${path}/type`) === "Instruction")
            return [];
        const bytes = Number(size[1]) * (size[2] === "M" ? 2 ** 20 : 2 ** 10);
        return [{ level, bytes, sharedBy: countOf(text(`${path}/shared_cpu_list`)) }];
    });
    return { vendor, caches };
}
/** "0-3,8" → 5. */
function countOf(list) {
    const counts = list.split(",").map((range) => {
        const [first, last] = range.split("-").map(Number);
        return last === undefined || Number.isNaN(last) ? 1 : last - first + 1;
    });
    return Math.max(1, counts.reduce((sum, count) => sum + count, 0));
}
