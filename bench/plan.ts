/** How long and how often is measured. */
export interface Plan {
  readonly rounds: number;
  readonly concurrencies: readonly number[];
  /** Before the first load of a bot, at 32 at once: long enough that Node has compiled what runs often. */
  readonly firstWarmUpMs: number;
  /** It goes on until so many turns were taken: everybody has then written once. */
  readonly firstWarmUpTurns: number;
  readonly warmUpMs: number;
  readonly measuredMs: number;
  readonly starts: number;
  readonly linkMs: number;
  readonly linkConcurrency: number;
  /** How many of the colleagues ask to be shown their link. */
  readonly colleagues: number;
  readonly conversations: number;
  readonly cardRounds: number;
}

/** About eight minutes. */
const FULL: Plan = {
  rounds: 3,
  concurrencies: [1, 32, 128],
  firstWarmUpMs: 5_000,
  firstWarmUpTurns: 4_096,
  warmUpMs: 1_000,
  measuredMs: 2_500,
  starts: 5,
  linkMs: 5_000,
  linkConcurrency: 32,
  colleagues: 64,
  conversations: 10_000,
  cardRounds: 100,
};

/** About three minutes: for a look while something is changed. */
const QUICK: Plan = {
  ...FULL,
  rounds: 1,
  concurrencies: [1, 32],
  starts: 3,
  linkMs: 3_000,
  conversations: 5_000,
  cardRounds: 50,
};

/** For the test of the benchmark itself. */
const TINY: Plan = {
  ...QUICK,
  concurrencies: [4],
  firstWarmUpMs: 200,
  firstWarmUpTurns: 1,
  warmUpMs: 200,
  measuredMs: 1_000,
  starts: 1,
  linkMs: 500,
  linkConcurrency: 4,
  colleagues: 4,
  conversations: 200,
  cardRounds: 2,
};

export const PLANS = { full: FULL, quick: QUICK, tiny: TINY } as const;
