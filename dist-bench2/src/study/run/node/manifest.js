/**
 * `DIR/manifest.json` of a results folder: a record of every run of the study, for provenance.
 * Several processes may add to it at once: each reads it anew, adds and writes it while it holds
 * the manifest's claim.
 */
import { renameSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { InputError } from "../../../errors.js";
import { folderReader } from "../../../files/node/read-within.js";
import { writeAtomically, writing } from "../../../files/node/write-whole.js";
import { checked, formatText, isAsWritten, MOST_BYTES, objectOf, STORE_FORMAT, signedText, usableFormats, } from "./signed-json.js";
const text = z.string().max(10_000);
const count = z.int().min(0);
const runSchema = z.strictObject({
    /** Names the run; runs of format 2 and before have none. */
    run: text.optional(),
    started: text.optional(),
    stepzero: text.optional(),
    runtime: text.optional(),
    /** Bytes of cache by which its steps were cut; 0 where they were not. */
    cache: count.optional(),
    /** For people; nothing reads it. */
    study: z.unknown().optional(),
    cells: count.optional(),
    shard: z.strictObject({ index: count, count }).optional(),
    machine: z
        .strictObject({
        platform: text.optional(),
        node: text.optional(),
        processor: text.optional(),
        cores: z.int().min(1).optional(),
    })
        .optional(),
});
const manifestSchema = z.object({ format: z.number(), runs: z.array(runSchema) });
const manifestFile = (directory) => join(directory, "manifest.json");
/**
 * The runs that a folder records; none where there is no manifest, or it was changed after it was
 * written.
 *
 * @throws InputError where the file is no manifest of stepzero
 */
export function readManifest(directory) {
    const file = manifestFile(directory);
    const whole = folderReader(directory).text(["manifest.json"], MOST_BYTES);
    if (whole === undefined)
        return { format: STORE_FORMAT, runs: [] };
    const content = objectOf(whole);
    if (content === undefined || !Array.isArray(content.runs)) {
        throw new InputError(`${file} is not a manifest of stepzero. Choose another folder, which may be new.`);
    }
    const { format } = content;
    if (format !== 1 && !usableFormats.includes(format))
        throw otherVersion(directory, file, format);
    if (format === STORE_FORMAT && !isAsWritten(whole)) {
        return {
            format,
            runs: [],
            damage: `${file} does not have the SHA-256 with which it was written; its record of runs is not used.`,
        };
    }
    return checked(manifestSchema, content, file);
}
/** A folder whose results another version of stepzero wrote. */
export function otherVersion(directory, file, format) {
    return new InputError(`${directory} holds results of another version of stepzero: ${file} has format ${formatText(format)}, and this version writes format ${STORE_FORMAT}. ` +
        `Choose another folder. "stepzero report ${directory}" still shows what is there.`);
}
/**
 * The cache by which the first run of a folder cut its steps: all runs after it do the same, so
 * that they give the same bits. Undefined where no run tells.
 */
export const cacheOfRuns = (directory) => readManifest(directory).runs.find(({ cache }) => cache !== undefined)?.cache;
/**
 * The manifest, to be added to.
 *
 * @param directory a folder that `openResultsFolder` has accepted
 * @param onDamage called where the file was changed: it is then moved aside
 */
export function openManifest(directory, claims, onDamage) {
    const file = manifestFile(directory);
    const add = (runs) => {
        const { runs: before, damage } = readManifest(directory);
        if (damage !== undefined) {
            renameSync(file, `${file}.damaged`);
            onDamage(`${damage} It is now ${file}.damaged.`);
        }
        const names = new Set(runs.flatMap(({ run }) => run ?? []));
        const others = before.filter(({ run }) => run === undefined || !names.has(run));
        writeAtomically(file, manifestText([...others, ...runs]));
    };
    return {
        async record(runs) {
            await takeInTurn(claims, "manifest", file);
            try {
                writing(file, () => add(runs));
            }
            finally {
                claims.release("manifest");
            }
        },
    };
}
/**
 * Of a folder in which very many large studies ran, the older runs lose the study: `study.json` and
 * the cells have it.
 */
function manifestText(runs) {
    const text = signedText({ runs });
    if (text.length < MOST_BYTES / 2)
        return text;
    return signedText({ runs: runs.map((run, i) => (i < runs.length - 1 ? { ...run, study: undefined } : run)) });
}
/** Milliseconds between two attempts to take the manifest's claim. */
const TRY_AGAIN = 20;
/** Attempts, over two minutes: a claim that nobody renews is void long before. */
const ATTEMPTS = 6000;
/** @throws InputError where other processes hold the claim for two minutes */
async function takeInTurn(claims, id, file) {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        if (writing(file, () => claims.take(id)))
            return;
        await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN));
    }
    throw new InputError(`${file} cannot be written: ${claims.holder(id) ?? "another process"} holds it. Give the same command again later.`);
}
