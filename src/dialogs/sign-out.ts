import type { View } from '../cards/view';
import type { TenantId } from '../model/identifiers';
import { answer } from './talk';
import type { SignedOut, Step, Talk } from './talk';

/** Forgets the person's sign-in, and says what that was. */
export async function signOutDialog({ asker, pal, desk }: Talk): Promise<Step> {
  const names = new Map(
    pal.rememberedDirectories(asker.person).map(({ tenantId, name }) => [tenantId, name]),
  );
  const nameOf = (tenantId: TenantId): string => names.get(tenantId) ?? tenantId;
  pal.forget(asker.person);
  return answer(signedOutView(await desk.signOut(asker.person), nameOf));
}

function signedOutView(signedOut: SignedOut, nameOf: (tenantId: TenantId) => string): View {
  const { signIns, assertion, exchanged, isComplete } = signedOut;
  return {
    name: 'signed-out',
    data: {
      wasSignedIn: assertion || signIns.length > 0,
      byPage: signIns.map(nameOf),
      byTeams: assertion,
      usedByTeamsIn: exchanged.map(nameOf),
      isIncomplete: !isComplete,
    },
  };
}
