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

function signedOutView(signedOut: SignedOut | undefined, nameOf: (tenantId: TenantId) => string): View {
  return {
    name: 'signed-out',
    data: {
      wasSignedIn: signedOut !== undefined,
      byPage: (signedOut?.signIns ?? []).map(nameOf),
      byTeams: signedOut?.assertion === true,
      usedByTeamsIn: (signedOut?.exchanged ?? []).map(nameOf),
    },
  };
}
