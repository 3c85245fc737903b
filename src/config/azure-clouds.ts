/** Addresses of one of Azure's clouds. */
interface CloudAddresses {
  readonly authorityHost: string;
  readonly armEndpoint: string;
  readonly armAudience: string;
}

function addresses(authorityHost: string, armEndpoint: string): CloudAddresses {
  return { authorityHost, armEndpoint, armAudience: armEndpoint };
}

/** Azure's clouds by the name that the setting AZURE_CLOUD gives them. */
export const AZURE_CLOUDS: Readonly<Record<'public' | 'usgovernment' | 'china', CloudAddresses>> = {
  public: addresses('https://login.microsoftonline.com', 'https://management.azure.com'),
  usgovernment: addresses('https://login.microsoftonline.us', 'https://management.usgovcloudapi.net'),
  // The name under which MSAL reaches it; https://login.chinacloudapi.cn is another one of the same service.
  china: addresses('https://login.partner.microsoftonline.cn', 'https://management.chinacloudapi.cn'),
};
