/** One look at something that may grow. */
export interface Sample {
  readonly seconds: number;
  readonly value: number;
}

/** How much the value grows in a minute: the slope of the straight line that fits the samples best; 0 for fewer than two. */
export function growthPerMinute(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / Math.max(1, samples.length);
  const middle = { seconds: mean(({ seconds }) => seconds), value: mean(({ value }) => value) };
  const spread = samples.reduce((sum, { seconds }) => sum + (seconds - middle.seconds) ** 2, 0);
  if (spread === 0) return 0;
  const slope =
    samples.reduce(
      (sum, { seconds, value }) => sum + (seconds - middle.seconds) * (value - middle.value),
      0,
    ) / spread;
  return slope * 60;
}
