import type { Manifest } from './manifest';
import type { PackageProblem } from './package-problem';

/** What the addresses are held against. */
export interface AddressRules {
  /** The bot's own address, as the settings have it. */
  readonly publicUrl: string;
  readonly botDomain: string;
  /** Whether the assertion comes from the Token Service of the Bot Framework, by an OAuth connection. */
  readonly hasOAuthConnection: boolean;
  /** A package for trying out on one's own machine may name a tunnel. */
  readonly mayBeTunnel: boolean;
}

const WHERE = 'appPackage/manifest.json';
export const TOKEN_SERVICE_DOMAIN = 'token.botframework.com';
/** Hosts that somebody else may get tomorrow. */
const TUNNELS =
  /(^|\.)(devtunnels\.ms|ngrok\.(io|dev|app)|ngrok-free\.(app|dev)|loca\.lt|trycloudflare\.com|serveo\.net|localhost\.run)$/i;
const HOST = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i;
const LOCAL = /^(localhost|127\.|0\.0\.0\.0|\[)/i;

/** Addresses: own ones only, https, no host that somebody else could have; and the resource of silent sign-in. */
export function checkAddresses(manifest: Manifest, rules: AddressRules): PackageProblem[] {
  return [
    ...domainProblems(manifest, rules),
    ...linkProblems(manifest, rules),
    ...resourceProblems(manifest),
  ];
}

function domainProblems({ validDomains }: Manifest, rules: AddressRules): PackageProblem[] {
  const wanted = [rules.botDomain, ...(rules.hasOAuthConnection ? [TOKEN_SERVICE_DOMAIN] : [])];
  const where = `${WHERE} validDomains`;
  const faults = validDomains.flatMap((domain): PackageProblem[] => {
    if (!HOST.test(domain) || LOCAL.test(domain)) {
      return [
        {
          where,
          wrong: `"${domain}" is not the name of one public host`,
          fix: 'no wildcard, no https://, no port, no path',
        },
      ];
    }
    if (TUNNELS.test(domain) && !rules.mayBeTunnel) {
      return [
        {
          where,
          wrong: `"${domain}" is a tunnel`,
          fix: 'set PUBLIC_URL to an address of your own; a tunnel is for --env local only',
        },
      ];
    }
    return wanted.includes(domain)
      ? []
      : [{ where, wrong: `"${domain}" is not the bot’s own host`, fix: 'leave it out' }];
  });
  const missing = wanted.filter((domain) => !validDomains.includes(domain));
  return [
    ...faults,
    ...missing.map((domain) => ({ where, wrong: `lacks ${domain}`, fix: `add "${domain}"` })),
  ];
}

function linkProblems({ developer, publisherDocsUrl }: Manifest, rules: AddressRules): PackageProblem[] {
  const links = {
    'developer.websiteUrl': developer.websiteUrl,
    'developer.privacyUrl': developer.privacyUrl,
    'developer.termsOfUseUrl': developer.termsOfUseUrl,
    publisherDocsUrl,
  };
  if (!isOwn(rules.publicUrl, rules.botDomain)) {
    const wrong = 'is not an https address whose host is BOT_DOMAIN';
    return [{ where: 'PUBLIC_URL', wrong, fix: 'such as https://pal.example.com' }];
  }
  return Object.entries(links)
    .filter(([, link]) => !isOwn(link, rules.botDomain))
    .map(([name, link]) => ({
      where: `${WHERE} ${name}`,
      wrong: `"${link}" is no https address on the bot’s own host`,
      fix: 'keep ${{PUBLIC_URL}}/… there: the bot serves the page itself',
    }));
}

function isOwn(link: string, host: string): boolean {
  if (!URL.canParse(link)) return false;
  const url = new URL(link);
  return url.protocol === 'https:' && url.host === host;
}

/** A bot without a tab signs in silently to api://botid-<its id> only (Teams refuses other forms). */
function resourceProblems({ bots, webApplicationInfo }: Manifest): PackageProblem[] {
  const wanted = `api://botid-${bots[0]?.botId ?? ''}`;
  if (webApplicationInfo.resource === wanted) return [];
  return [
    {
      where: `${WHERE} webApplicationInfo.resource`,
      wrong: `is "${webApplicationInfo.resource}", not ${wanted}`,
      fix: `set AAD_APP_SSO_RESOURCE=${wanted}, and make it the Application ID URI of the app registration`,
    },
  ];
}
