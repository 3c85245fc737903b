import { createHash } from 'node:crypto';

/** A text that stands for another one and does not tell it: for keys of records that outlive "forget me". */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
