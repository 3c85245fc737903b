/** Addresses of one of Azure's clouds. */
interface AzureCloud {
  readonly authorityHost: string;
  readonly armEndpoint: string;
  readonly armAudience: string;
  /** The Azure portal, as people open it; no slash at the end. */
  readonly portal: string;
  /** The Bot Framework Token Service. */
  readonly tokenService: string;
  /** What the table service's host ends in. */
  readonly tableSuffix: string;
  /** Bot Framework: where the keys are that Teams signs with, the issuer of its tokens, the scope of the bot's own. */
  readonly channel: {
    readonly metadataUrl: string;
    readonly issuer: string;
    readonly scope: string;
  };
  /**
   * The hosts at which Teams takes messages, exactly those that Microsoft's own SDKs for Teams list: below some of their
   * domains anybody may have a name, and whoever is sent a message gets the bot's token with it.
   */
  readonly teamsHosts: readonly string[];
  /** What the hosts of people's OneDrive end in, where Teams takes files of bots; it takes none in the other clouds. */
  readonly fileDomains: readonly string[];
}

function channelAt(login: string, api: string): AzureCloud['channel'] {
  return {
    metadataUrl: `https://${login}/v1/.well-known/openidconfiguration`,
    issuer: `https://${api}`,
    scope: `https://${api}/.default`,
  };
}

const US_GOVERNMENT = {
  authorityHost: 'https://login.microsoftonline.us',
  armEndpoint: 'https://management.usgovcloudapi.net',
  armAudience: 'https://management.usgovcloudapi.net',
  portal: 'https://portal.azure.us',
  tableSuffix: 'core.usgovcloudapi.net',
  channel: channelAt('login.botframework.azure.us', 'api.botframework.us'),
};

/** The names that the setting AZURE_CLOUD takes. GCC is in the public cloud, GCC High is `usgovernment`. */
export const CLOUD_NAMES = ['public', 'usgovernment', 'usgovernment-dod', 'china'] as const;

/** Azure's clouds by these names. */
export const AZURE_CLOUDS: Readonly<Record<(typeof CLOUD_NAMES)[number], AzureCloud>> = {
  public: {
    authorityHost: 'https://login.microsoftonline.com',
    armEndpoint: 'https://management.azure.com',
    armAudience: 'https://management.azure.com',
    portal: 'https://portal.azure.com',
    tokenService: 'https://token.botframework.com',
    tableSuffix: 'core.windows.net',
    channel: channelAt('login.botframework.com', 'api.botframework.com'),
    teamsHosts: [
      'smba.trafficmanager.net',
      'smba.onyx.prod.teams.trafficmanager.net',
      'smba.infra.gcc.teams.microsoft.com',
    ],
    fileDomains: ['sharepoint.com'],
  },
  usgovernment: {
    ...US_GOVERNMENT,
    tokenService: 'https://tokengcch.botframework.azure.us',
    teamsHosts: ['smba.infra.gov.teams.microsoft.us'],
    fileDomains: [],
  },
  'usgovernment-dod': {
    ...US_GOVERNMENT,
    tokenService: 'https://apiDoD.botframework.azure.us',
    teamsHosts: ['smba.infra.dod.teams.microsoft.us'],
    fileDomains: [],
  },
  china: {
    // The name under which MSAL reaches it; https://login.chinacloudapi.cn is another one of the same service.
    authorityHost: 'https://login.partner.microsoftonline.cn',
    armEndpoint: 'https://management.chinacloudapi.cn',
    armAudience: 'https://management.chinacloudapi.cn',
    portal: 'https://portal.azure.cn',
    tokenService: 'https://token.botframework.azure.cn',
    tableSuffix: 'core.chinacloudapi.cn',
    channel: channelAt('login.botframework.azure.cn', 'api.botframework.azure.cn'),
    teamsHosts: ['frontend.botapi.msg.infra.teams.microsoftonline.cn'],
    fileDomains: [],
  },
};

/** The cloud of this name; the public one where the name is unknown, which is told as a problem of AZURE_CLOUD itself. */
export function cloudNamed(name: string | undefined): AzureCloud {
  const known = CLOUD_NAMES.find((one) => one === name) ?? 'public';
  return AZURE_CLOUDS[known];
}
