/**
 * The 2019 paper as data, its claims checked against runs, and audits of tables.
 *
 * @module stepzero/paper
 */
export * from "../paper/index.js";
