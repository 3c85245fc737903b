import type { Directory } from '../model/directory';
import type { AccessReport } from '../pal/access';
import type { SubscriptionFinding } from '../pal/access-rules';
import { textsOf } from './match-names';
import type { DialogContext } from './context';

/** A subscription that fits, and what was read of its directory. */
interface Hit {
  readonly report: AccessReport;
  readonly finding: SubscriptionFinding;
}

/** Whether the words name this subscription, whole: "my role on contoso prod" names Contoso-Prod. */
export function isCalledIn(name: string, words: string): boolean {
  const said = ` ${textsOf(words).join(' ')} `;
  const texts = textsOf(name);
  return texts.length > 0 && said.includes(` ${texts.join(' ')} `);
}

/**
 * The subscriptions of all directories that the words name. `unsearched`: how many directories could not be looked into,
 * since they want a sign-in or don't answer.
 */
export async function findSubscriptions(
  { access, asker }: DialogContext,
  directories: readonly Directory[],
  words: string,
): Promise<{ readonly hits: readonly Hit[]; readonly unsearched: number }> {
  const hits: Hit[] = [];
  let unsearched = 0;
  const choose = <S extends { readonly name: string }>(listed: readonly S[]): readonly S[] =>
    listed.filter(({ name }) => isCalledIn(name, words));
  for await (const { report } of access.readMany(asker, directories, { choose })) {
    if (report.kind !== 'ok' || report.value.unreadable !== undefined) unsearched += 1;
    else hits.push(...report.value.findings.map((finding) => ({ report: report.value, finding })));
  }
  return { hits, unsearched };
}
