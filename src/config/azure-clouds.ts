/** Addresses of one of Azure's clouds. */
interface CloudAddresses {
  readonly authorityHost: string;
  readonly armEndpoint: string;
  readonly armAudience: string;
  /** The Bot Framework Token Service. */
  readonly tokenService: string;
}

function addresses(authorityHost: string, armEndpoint: string, tokenService: string): CloudAddresses {
  return { authorityHost, armEndpoint, armAudience: armEndpoint, tokenService };
}

/** Azure's clouds by the name that the setting AZURE_CLOUD gives them. */
export const AZURE_CLOUDS: Readonly<Record<'public' | 'usgovernment' | 'china', CloudAddresses>> = {
  public: addresses(
    'https://login.microsoftonline.com',
    'https://management.azure.com',
    'https://token.botframework.com',
  ),
  usgovernment: addresses(
    'https://login.microsoftonline.us',
    'https://management.usgovcloudapi.net',
    'https://tokengcch.botframework.azure.us',
  ),
  // The name under which MSAL reaches it; https://login.chinacloudapi.cn is another one of the same service.
  china: addresses(
    'https://login.partner.microsoftonline.cn',
    'https://management.chinacloudapi.cn',
    'https://token.botframework.azure.cn',
  ),
};
