import { createHash } from 'node:crypto';
import type { KeyLike } from 'jose';
import { compactVerify } from 'jose';

/** Teams sends one token for an hour; those who send have some each. */
const MOST_PER_KEY = 1_000;

/**
 * Checks RS256 signatures, each of a token once: the same token comes with every activity for as long as it is good, and
 * the check costs more than all else at the gate. What is remembered is that these very characters were signed by this
 * very key, as a digest; when the keys are read anew, everything is checked anew.
 */
export class VerifiedSignatures {
  private readonly byKey = new WeakMap<KeyLike, Set<string>>();

  /** Whether the key has signed the token, a JWS in compact form. */
  async isSigned(token: string, key: KeyLike): Promise<boolean> {
    const known = this.knownTo(key);
    const digest = createHash('sha256').update(token).digest('base64');
    if (known.has(digest)) return true;
    try {
      await compactVerify(token, key, { algorithms: ['RS256'] });
    } catch {
      return false;
    }
    if (known.size >= MOST_PER_KEY) known.clear();
    known.add(digest);
    return true;
  }

  private knownTo(key: KeyLike): Set<string> {
    const known = this.byKey.get(key) ?? new Set();
    this.byKey.set(key, known);
    return known;
  }
}
