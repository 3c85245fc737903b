import type { AzureSettings } from '../auth/entra-client';
import type { SsoTokens, SignIn, SignInResult } from '../auth/ports';
import { cleanText } from '../cards/card-text';
import type { Settings } from '../config/settings';
import type { Dialogs } from '../dialogs/dialogs';
import type { SignInService } from '../dialogs/context';
import type { SignInPages, Unavailable } from '../http/pages/sign-in-pages';
import type { Files } from '../files/files';
import { asFileId, newCorrelationId } from '../model/identifiers';
import type { Log } from '../model/log';
import { errorName } from '../model/log';
import type { TakeSsoToken } from '../teams/sso';
import type { TeamsBot } from '../teams/teams-bot';

/** Where Entra and ARM are, and where a sign-in comes back to. */
export function azureSettings({ azure, publicUrl, environment }: Settings): AzureSettings {
  return {
    ...azure,
    redirectUri: `${publicUrl}/auth/callback`,
    isKnownAuthority: environment === 'local',
  };
}

/** The sign-in as the dialogs need it. */
export function signInService(settings: Settings, signIn: SignIn): SignInService {
  return {
    begin: async ({ person, conversationKey, correlationId }, tenantId, need) => {
      const attempt = await signIn.begin({ person, conversationKey, correlationId, tenantId, ...need });
      return `${settings.publicUrl}/auth/start?ticket=${attempt.ticket}`;
    },
    beginDownload: async ({ person, conversationKey, correlationId }, fileId) => {
      const { tenantId } = person;
      const attempt = await signIn.begin({ person, conversationKey, correlationId, tenantId, fileId });
      return `${settings.publicUrl}/auth/start?ticket=${attempt.ticket}`;
    },
    isSignedIn: (person, turn) => signIn.isSignedIn(person, turn),
    signOut: (person) => signIn.signOut(person),
    clientId: settings.azure.clientId,
    adminConsentUrl: (tenantId) =>
      `${settings.azure.authorityHost}/${tenantId}/adminconsent?client_id=${settings.azure.clientId}`,
  };
}

/** Takes the tokens that Teams' silent sign-in brings. */
export function takeSsoToken(ssoTokens: SsoTokens): TakeSsoToken {
  return async (person, token, correlationId) =>
    (await ssoTokens.accept(person, token, correlationId)).kind === 'ok';
}

interface PagesParts {
  readonly signIn: SignIn;
  readonly bot: TeamsBot;
  readonly dialogs: Dialogs;
  readonly files: Files;
  readonly log: Log;
}

/** Joins the sign-in pages to the chat: when a page is done, the conversation goes on by itself. */
export function signInPages({ signIn, bot, dialogs, files, log }: PagesParts): SignInPages {
  const unlessUnavailable = async <T>(work: () => Promise<T>): Promise<T | Unavailable> => {
    try {
      return await work();
    } catch (error) {
      const reference = newCorrelationId();
      log.error('sign-in.page-failed', { correlationId: reference, error: errorName(error) });
      return { reference };
    }
  };
  return {
    authorizeUrl: (ticket) =>
      unlessUnavailable(async () => {
        const url = await signIn.authorizeUrl(ticket);
        return url === undefined ? 'unknown' : { url };
      }),
    finish: ({ state, code, error, error_description: errorDescription }) =>
      unlessUnavailable(async () => {
        const given = Object.entries({ state, code, error, errorDescription }).filter(
          ([, value]) => value !== undefined,
        );
        const result = await signIn.complete(Object.fromEntries(given));
        const fileId = result.kind === 'signed-in' ? asFileId(result.attempt.fileId ?? '') : undefined;
        if (result.kind === 'signed-in' && fileId !== undefined) {
          // Only here is it certain that whoever holds the address is the person who asked.
          const taken = await files.take(result.attempt.person, fileId);
          return taken.kind === 'file' ? { file: taken.file } : 'unknown';
        }
        if (result.kind !== 'unknown') {
          goOn(result, bot, dialogs).catch((cause: unknown) => {
            log.error('sign-in.chat-not-reached', { error: errorName(cause) });
          });
        }
        if (result.kind !== 'failed') return result.kind;
        return { problem: result.problem.code, account: cleanText(result.attempt.person.displayName) };
      }),
  };
}

async function goOn(
  result: Exclude<SignInResult, { kind: 'unknown' }>,
  bot: TeamsBot,
  dialogs: Dialogs,
): Promise<void> {
  const { person, tenantId, conversationKey, goesOn } = result.attempt;
  await bot.speak(conversationKey, person, (turn) =>
    result.kind === 'signed-in'
      ? dialogs.onSignedIn(turn, tenantId, goesOn)
      : dialogs.onSignInFailed(turn, tenantId, result.problem, { ...result.wish, goesOn }),
  );
}
