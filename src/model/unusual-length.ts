import type { PartnerId } from './identifiers';

/** PartnerIDs seen in the wild have 6 to 8 digits; ARM has no documented rule, so others are asked about, not refused. */
const USUAL_DIGITS = { fewest: 6, most: 8 };

/** Whether the person should be asked "is that right?" because of the number of digits. */
export function isUnusualLength(partnerId: PartnerId): boolean {
  return partnerId.length < USUAL_DIGITS.fewest || partnerId.length > USUAL_DIGITS.most;
}
