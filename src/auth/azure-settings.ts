import type { AppCredential } from './app-credential';

/** Where Entra and ARM are, and as which application the bot speaks to them. */
export interface AzureSettings {
  /** Origin of Entra, such as `https://login.microsoftonline.com`. The tenant is appended; never `common`. */
  readonly authorityHost: string;
  /** Origin of Azure Resource Manager, such as `https://management.azure.com`. No token is ever sent anywhere else. */
  readonly armEndpoint: string;
  /** The audience that an ARM token must have; also the resource of the only scope that is ever asked for. */
  readonly armAudience: string;
  readonly clientId: string;
  readonly credential: AppCredential;
  /**
   * The resource that Teams' silent sign-in names, such as `api://botid-…`: an audience of the tokens that Teams hands
   * over. Absent: silent sign-in is off, and no token of Teams is taken.
   */
  readonly ssoResource?: string;
  /** The bot's page that Entra sends the person back to. */
  readonly redirectUri: string;
  /** True for an authority that is not Microsoft's: it is trusted as named, without instance discovery. */
  readonly isKnownAuthority?: boolean;
}

/** The delegated permission on ARM: the only scope this application asks for. */
export function armScope(settings: AzureSettings): string {
  return `${settings.armAudience}/user_impersonation`;
}
