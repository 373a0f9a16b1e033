/** A range of counts, both ends included. */
export interface Range {
  least: number;
  most: number;
}

/**
 * The counts out of `trials` that chance leaves as likely when each trial hits with `probability`: at most
 * `doubt` / 2 lies below the range, and as much above.
 */
export function binomialRange(trials: number, probability: number, doubt: number): Range {
  return {
    least: tail(trials, probability, doubt / 2),
    most: trials - tail(trials, 1 - probability, doubt / 2),
  };
}

/** The first count at which the sum of all probabilities from 0 up exceeds `limit`. */
function tail(trials: number, probability: number, limit: number): number {
  if (probability === 1) return trials;
  let logarithm = trials * Math.log1p(-probability);
  let sum = Math.exp(logarithm);
  let count = 0;
  while (sum <= limit && count < trials) {
    logarithm += Math.log(((trials - count) / (count + 1)) * (probability / (1 - probability)));
    sum += Math.exp(logarithm);
    count += 1;
  }
  return count;
}
