/**
 * What `stepzero plan --json` prints. The types are those of the schema, of which
 * schemas/plan.schema.json is made. `seed-plan.ts` makes the plans.
 */
import { z } from "zod";

/** A field that changes its meaning or goes raises the version; a new one does not. */
export const planFormat = "stepzero/plan/1";

const pilotSchema = z.object({
  data: z.string(),
  model: z.string(),
  source: z.string().describe("Where the spread is from, in words"),
  sd: z
    .number()
    .describe(
      "Standard deviation, over seeds, of the difference in test accuracy of two methods, a fraction: " +
        "the root mean square of those of all pairs of methods that learned",
    ),
  range: z
    .tuple([z.number(), z.number()])
    .readonly()
    .describe("Of the pair that differs least from seed to seed, and of the one that differs most"),
  n: z.int().describe("Paired seeds behind it"),
  methods: z.int().describe("Methods that learned"),
  seconds: z.number().nullable().describe("Of one run; null where none were measured on this machine"),
});

const raceSchema = z.object({
  mean: z.number().describe("Mean seeds until it is decided, or the horizon is reached"),
  power: z.number().describe("The share of races in which the difference is told"),
  races: z.int().describe("Races that were simulated"),
});

const fixedSchema = z.object({
  seeds: z.int().describe("Per method, at the spread that the pilot showed"),
  low: z.int().describe("At the lower end of the interval of the spread"),
  high: z.int().describe("At its upper end"),
  level: z.number().describe("Coverage of that interval"),
  difference: z.number(),
  alpha: z.number(),
  power: z.number(),
  n: z.int().describe("Paired seeds of the pilot"),
});

const budgetSchema = z.object({
  seeds: z.int().describe("Of every method"),
  seconds: z.number().nullable().describe("On this machine; null where a run's time is not known"),
  difference: z
    .number()
    .nullable()
    .describe("The smallest difference told with the power, at the pilot's spread; null below two seeds"),
  differenceHigh: z.number().nullable().describe("The same at the upper end of the interval of the spread"),
});

const seedPlanSchema = z.object({
  pilot: pilotSchema.describe("What earlier runs say of the problem"),
  spread: z
    .object({ low: z.number(), high: z.number(), level: z.number() })
    .describe("The interval of the spread that so few seeds leave open"),
  alpha: z.number().describe("Level of one pair: Holm's first step over all pairs"),
  pairs: z.int(),
  fixed: fixedSchema.describe("A study of a fixed number of seeds"),
  seconds: z
    .object({ at: z.number(), low: z.number(), high: z.number() })
    .nullable()
    .describe("Of that study; null where a run's time is not known"),
  race: z
    .object({
      horizon: z.int(),
      at: raceSchema,
      low: raceSchema,
      high: raceSchema,
      horizonNeeded: z
        .int()
        .nullable()
        .describe("The shortest horizon that tells the difference with the power; null where none does"),
    })
    .describe("A race, at the pilot's spread and at the ends of its interval"),
  budget: budgetSchema.optional().describe("Left out where no budget is stated"),
});

/** The schema of the object of `plan --json`. */
export const planSchema = z.object({
  format: z.literal(planFormat).describe("Names the form of this object, with its version"),
  difference: z.number().describe("The true difference in test accuracy to tell, a fraction"),
  power: z.number().describe("The chance to tell it"),
  methods: z.int().describe("Methods that are compared; of several pilots, the most"),
  jobs: z.int().describe("Processes that train at once"),
  plans: z.array(seedPlanSchema).readonly().describe("One per problem"),
});

/** What earlier runs say of a problem. */
export type Pilot = Readonly<z.infer<typeof pilotSchema>>;

/** What a budget can tell. */
export type BudgetPlan = Readonly<z.infer<typeof budgetSchema>>;

/** A plan for one problem. */
export type SeedPlan = Readonly<z.infer<typeof seedPlanSchema>>;

/** The object of `plan --json`. */
export type PlanOutput = Readonly<z.infer<typeof planSchema>>;
