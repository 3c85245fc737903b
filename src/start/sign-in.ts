import type { SignIn, SignInResult } from '../azure/ports';
import type { Settings } from '../config/settings';
import type { Dialogs } from '../dialogs/dialogs';
import type { SignInDesk } from '../dialogs/talk';
import type { SignInPages } from '../http/sign-in-pages';
import type { Log } from '../model/log';
import { errorName } from '../model/log';
import type { TeamsBot } from '../teams/teams-bot';

/** What the dialogs need of sign-in, with the addresses of the bot and of the cloud. */
export function signInDesk(settings: Settings, signIn: SignIn): SignInDesk {
  return {
    begin: ({ person, conversationKey, correlationId }, tenantId, need) => {
      const attempt = signIn.begin({ person, conversationKey, correlationId, tenantId, ...need });
      return `${settings.publicUrl}/auth/start?ticket=${attempt.ticket}`;
    },
    isSignedIn: (person) => signIn.isSignedIn(person),
    signOut: (person) => signIn.signOut(person),
    adminConsentUrl: (tenantId) =>
      `${settings.azure.authorityHost}/${tenantId}/adminconsent?client_id=${settings.azure.clientId}`,
  };
}

/** Joins the sign-in pages to the chat: when a page is done, the conversation goes on by itself. */
export function signInPages(signIn: SignIn, bot: TeamsBot, dialogs: Dialogs, log: Log): SignInPages {
  return {
    authorizeUrl: (ticket) => signIn.authorizeUrl(ticket),
    finish: async ({ state, code, error, error_description: errorDescription }) => {
      const given = Object.entries({ state, code, error, errorDescription }).filter(
        ([, value]) => value !== undefined,
      );
      const result = await signIn.complete(Object.fromEntries(given));
      if (result.kind !== 'unknown') {
        goOn(result, bot, dialogs).catch((cause: unknown) => {
          log.error('sign-in.chat-not-told', { error: errorName(cause) });
        });
      }
      return result.kind;
    },
  };
}

async function goOn(
  result: Exclude<SignInResult, { kind: 'unknown' }>,
  bot: TeamsBot,
  dialogs: Dialogs,
): Promise<void> {
  const { person, tenantId, conversationKey } = result.attempt;
  await bot.speak(conversationKey, person, (turn) =>
    result.kind === 'signed-in'
      ? dialogs.onSignedIn(turn, tenantId)
      : dialogs.onSignInFailed(turn, tenantId, result.problem),
  );
}
