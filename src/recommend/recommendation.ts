/**
 * What a recommendation says. Read this first.
 *
 * Theory names candidates (`shortlist.ts`), one batch is measured per candidate (`screen.ts`),
 * those that are left find their rates and race within a budget (`races.ts`), and `conclude.ts`
 * makes one answer of it. The types are those of the schema, of which schemas/recommend.schema.json
 * is made.
 */
import { z } from "zod";

/** A new kind of basis raises no version; a field that changes its meaning or goes does. */
export const recommendFormat = "stepzero/recommend/1";

/**
 * What an answer rests on.
 *
 * - "race": one method is shown to be better than all others.
 * - "no-difference": races showed none between those that are left.
 * - "equivalent": they are shown to differ by less than the margin.
 * - "theory-and-measurement": nothing was raced, or too little.
 */
export const bases = ["race", "no-difference", "equivalent", "theory-and-measurement"] as const;

/** A method that theory names, and how far it came. */
export const candidateSchema = z.object({
  method: z.string().describe("As --init takes it"),
  reason: z.string().describe("Why theory names it"),
  health: z.enum(["healthy", "sick", "cannot-tell", "not-measured"]).describe("What doctor says of one batch"),
  trouble: z.string().nullable().describe("What is wrong where it is sick"),
  rate: z.number().nullable().describe("Its learning rate; null where none was tried"),
  seeds: z.int().describe("Runs of its race that ended"),
  accuracy: z.number().nullable().describe("Mean test accuracy of these runs; null without one"),
  left: z.string().nullable().describe("Why it left; null for those that stand"),
});

/** A method that theory excludes. */
export const exclusionSchema = z.object({ method: z.string(), reason: z.string() });

/** What `stepzero recommend --json` prints, without its format. */
export const recommendationSchema = z.object({
  model: z.string(),
  data: z.string(),
  facts: z.array(z.string()).describe("What theory reads in the network, a phrase each"),
  use: z.string().describe("The method to use, as --init takes it"),
  rate: z.number().describe("The learning rate to use it at"),
  basis: z.enum(bases),
  runnerUp: z.string().nullable(),
  sentences: z.array(z.string()).describe("The answer first, then its evidence and limits"),
  candidates: z.array(candidateSchema).describe("In the order of theory, the most usual first"),
  excluded: z.array(exclusionSchema),
  race: z
    .object({
      epochs: z.int(),
      samples: z.int().describe("Training samples of each run of the race"),
      horizon: z.int().describe("Most seeds, declared before the first run"),
      confidence: z.number(),
      margin: z.number(),
      seeds: z.int().describe("Seeds of the last look"),
      outcome: z.enum(["winner", "equivalent", "inconclusive", "running"]),
    })
    .nullable()
    .describe("Null where nothing was raced"),
  seconds: z.object({
    budget: z.number(),
    used: z.number(),
    theory: z.number(),
    measurement: z.number(),
    races: z.number(),
  }),
  code: z.array(z.object({ framework: z.string(), code: z.string() })),
  notes: z.array(z.string()),
});

/** A recommendation. */
export type Recommendation = z.infer<typeof recommendationSchema>;
/** A method that theory names. */
export type Candidate = z.infer<typeof candidateSchema>;
/** A method that theory excludes. */
export type Exclusion = z.infer<typeof exclusionSchema>;
