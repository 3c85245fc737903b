/**
 * The sample world: one partner company, its two people, and directories that each show another path.
 * All ids are fixed so that the chat client's configuration and the tests can name them. Nobody in it is real.
 */

/** What Entra says to somebody who asks for a token in a directory where sign-in can't work. */
export type SignInRefusal = 50014 | 50020 | 53000 | 53003 | 500212;

/** What is special about a directory. */
export type TenantPolicy =
  | { readonly kind: 'open' }
  /** ARM asks for a second factor before PUT, PATCH and DELETE; reading works without. */
  | { readonly kind: 'mfa-for-writes' }
  /** Nobody has approved the app in this directory yet. */
  | { readonly kind: 'consent-missing' }
  /** Entra gives a token, but the directory holds no account of the person: how a CSP partner comes in. */
  | { readonly kind: 'no-account' }
  /** Entra wants a second factor before it gives any token: what Teams or another directory has seen does not count. */
  | { readonly kind: 'mfa-to-enter' }
  /** Every earlier session was ended: only a sign-in on the page of this very directory gives a token. */
  | { readonly kind: 'session-revoked' }
  | { readonly kind: 'refuses-sign-in'; readonly aadsts: SignInRefusal };

/** One directory. */
export interface SampleTenant {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly countryCode: string;
  readonly country: string;
  /** ARM's tenantCategory, which has no published meaning. */
  readonly category: 'Home' | 'ManagedBy' | 'ProjectedBy';
  readonly policy: TenantPolicy;
  /** One sentence for people: what makes it special. */
  readonly special: string;
  /** What to type in the chat to see it. */
  readonly tryIt: string;
}

/** One person of the partner company. */
export interface SamplePerson {
  /** How the pages name them. */
  readonly key: string;
  readonly name: string;
  readonly username: string;
  readonly tenantId: string;
  /** The object id in the home directory. */
  readonly objectId: string;
  /** Object ids as a guest, by tenant id. */
  readonly guestIds: Readonly<Record<string, string>>;
  /** Tenant ids in the order in which ARM lists them. */
  readonly sees: readonly string[];
}

/** A link that exists before anybody did anything. */
export interface InitialLink {
  readonly tenantId: string;
  readonly objectId: string;
  readonly partnerId: string;
  readonly createdTime: string;
}

/** The app registration of the bot, as the sample tenants know it. */
export const SAMPLE_CLIENT_ID = '84f392b6-3c97-4a27-8bdf-04727730e575';

/** Tenant ids by a short name. */
export const TENANT_IDS = {
  fabrikam: '19ad1d3f-c1f9-4a63-b1a6-b04ecfb7e9bd',
  contoso: '7018e0d7-0581-4e6a-b10c-2070850265c2',
  woodgrove: 'c9084b5c-62fb-480f-b299-cc15c322c4b1',
  adventureWorks: '2623ab06-4005-4935-9935-20df908a91b5',
  tailwind: 'c6d0c9fb-bb60-4942-bd49-71f68d2607b9',
  litware: '88570ddf-ec2b-4a6d-879c-7c20dfb04c22',
  wideWorld: '064b669a-db66-4565-a1cb-43e18d7c61ed',
  proseware: 'fc61e03d-b143-45ba-8f30-5363541990df',
  northwind: 'e55af11e-7315-4bb3-8b95-bf7c6053d25e',
  alpine: '5a47fca3-8ac9-4731-b942-6ab0dc53c483',
  lucerne: 'f440c48f-deef-4c83-abb5-70949fa0c2af',
  fourthCoffee: '4952b954-0fcd-4ed0-a90b-59a194768fb2',
  humongous: 'de5a72b8-eb33-453d-86d8-eef2aaaa95c1',
  coho: 'ac9345ea-9e76-4905-96dc-d811df302649',
} as const;

const germany = { countryCode: 'DE', country: 'Germany' } as const;
const switzerland = { countryCode: 'CH', country: 'Switzerland' } as const;
const austria = { countryCode: 'AT', country: 'Austria' } as const;

/** Every directory. */
export const SAMPLE_TENANTS: readonly SampleTenant[] = [
  {
    id: TENANT_IDS.fabrikam,
    name: 'Fabrikam Consulting',
    domain: 'fabrikam-consulting.example',
    ...switzerland,
    category: 'Home',
    policy: { kind: 'open' },
    special: 'The home directory of the partner company.',
    tryIt: 'link my PartnerID 1234567',
  },
  {
    id: TENANT_IDS.contoso,
    name: 'Contoso Retail',
    domain: 'contoso-retail.example',
    ...germany,
    category: 'Home',
    policy: { kind: 'open' },
    special: 'A customer who invited both people as guests. Nothing special.',
    tryIt: 'link 1234567 in Contoso Retail',
  },
  {
    id: TENANT_IDS.woodgrove,
    name: 'Woodgrove Bank',
    domain: 'woodgrove-bank.example',
    ...switzerland,
    category: 'Home',
    policy: { kind: 'mfa-for-writes' },
    special: 'Reading the link works; every change needs a sign-in with a second factor.',
    tryIt: 'link 1234567 in Woodgrove Bank',
  },
  {
    id: TENANT_IDS.adventureWorks,
    name: 'Adventure Works',
    domain: 'adventure-works.example',
    ...austria,
    category: 'Home',
    policy: { kind: 'consent-missing' },
    special: 'An administrator there has to approve the app before anybody can use it.',
    tryIt: 'show my link in Adventure Works',
  },
  {
    id: TENANT_IDS.tailwind,
    name: 'Tailwind Traders',
    domain: 'tailwind-traders.example',
    ...germany,
    category: 'Home',
    policy: { kind: 'no-account' },
    special: 'Reached through a CSP relationship: there is no account that could be linked.',
    tryIt: 'link 1234567 in Tailwind Traders',
  },
  {
    id: TENANT_IDS.litware,
    name: 'Litware',
    domain: 'litware.example',
    ...germany,
    category: 'ManagedBy',
    policy: { kind: 'refuses-sign-in', aadsts: 50020 },
    special: 'Managed from the home directory with Azure Lighthouse: one link at home is enough.',
    tryIt: 'link 1234567 in Litware',
  },
  {
    id: TENANT_IDS.wideWorld,
    name: 'Wide World Importers',
    domain: 'wide-world-importers.example',
    ...austria,
    category: 'ProjectedBy',
    policy: { kind: 'open' },
    special: "A vendor's setup script has already linked both people to the vendor's own PartnerID.",
    tryIt: 'show my link in Wide World Importers',
  },
  {
    id: TENANT_IDS.proseware,
    name: 'Proseware',
    domain: 'proseware.example',
    ...germany,
    category: 'Home',
    policy: { kind: 'refuses-sign-in', aadsts: 50020 },
    special: 'The guest account was deleted: Entra does not know the person there (AADSTS50020).',
    tryIt: 'show my link in Proseware',
  },
  {
    id: TENANT_IDS.northwind,
    name: 'Northwind Health',
    domain: 'northwind-health.example',
    ...switzerland,
    category: 'Home',
    policy: { kind: 'refuses-sign-in', aadsts: 53003 },
    special: 'A Conditional Access policy blocks the sign-in (AADSTS53003).',
    tryIt: 'show my link in Northwind Health',
  },
  {
    id: TENANT_IDS.alpine,
    name: 'Alpine Ski House',
    domain: 'alpine-ski-house.example',
    ...austria,
    category: 'Home',
    policy: { kind: 'refuses-sign-in', aadsts: 50014 },
    special: 'The guest invitation was never accepted (AADSTS50014).',
    tryIt: 'show my link in Alpine Ski House',
  },
  {
    id: TENANT_IDS.lucerne,
    name: 'Lucerne Publishing',
    domain: 'lucerne-publishing.example',
    ...switzerland,
    category: 'Home',
    policy: { kind: 'refuses-sign-in', aadsts: 500212 },
    special: 'Cross-tenant access settings do not let the account in (AADSTS500212).',
    tryIt: 'show my link in Lucerne Publishing',
  },
  {
    id: TENANT_IDS.fourthCoffee,
    name: 'Fourth Coffee',
    domain: 'fourth-coffee.example',
    ...germany,
    category: 'Home',
    policy: { kind: 'refuses-sign-in', aadsts: 53000 },
    special: 'Only managed devices may sign in (AADSTS53000).',
    tryIt: 'show my link in Fourth Coffee',
  },
  {
    id: TENANT_IDS.humongous,
    name: 'Humongous Insurance',
    domain: 'humongous-insurance.example',
    ...switzerland,
    category: 'Home',
    policy: { kind: 'mfa-to-enter' },
    special:
      "Silent sign-in does not do (AADSTS50076): guests sign in with a second factor, on the directory's own page.",
    tryIt: 'show my link in Humongous Insurance',
  },
  {
    id: TENANT_IDS.coho,
    name: 'Coho Vineyard',
    domain: 'coho-vineyard.example',
    ...austria,
    category: 'Home',
    policy: { kind: 'session-revoked' },
    special: 'All earlier sessions were ended (AADSTS50173): one has to sign in there anew.',
    tryIt: 'show my link in Coho Vineyard',
  },
];

/** Robin, who sees every directory. */
export const ROBIN: SamplePerson = {
  key: 'robin',
  name: 'Robin Weber',
  username: 'robin@fabrikam-consulting.example',
  tenantId: TENANT_IDS.fabrikam,
  objectId: '4b054567-7f48-419d-8a5c-58e0140c2794',
  guestIds: {
    [TENANT_IDS.contoso]: 'c0e26982-424a-40fb-a338-d39b13c76b93',
    [TENANT_IDS.woodgrove]: 'fe009209-45c5-4279-99e4-667207d1080b',
    [TENANT_IDS.adventureWorks]: 'eac0b7ba-48b7-4629-b416-29fb44d48b8f',
    [TENANT_IDS.wideWorld]: '2da98a53-00d8-4d85-99eb-22a934ff0ec8',
    [TENANT_IDS.northwind]: '192fade2-73dc-4405-8025-9781a8d474ae',
    [TENANT_IDS.alpine]: '13440a41-cd1e-4ecc-8706-28fa5d87020a',
    [TENANT_IDS.lucerne]: 'c4a33576-2199-470c-b7fb-b1a8eced6d8b',
    [TENANT_IDS.fourthCoffee]: 'efe62f79-1b18-4753-b0e5-83a1cd0a6f80',
    [TENANT_IDS.humongous]: 'b1b48266-fcab-4e89-ab04-0f5945c00347',
    [TENANT_IDS.coho]: '83a2cd7c-e33a-433a-b4e9-297a1d595081',
  },
  sees: Object.values(TENANT_IDS),
};

/** Priya, who sees four directories. */
export const PRIYA: SamplePerson = {
  key: 'priya',
  name: 'Priya Nair',
  username: 'priya@fabrikam-consulting.example',
  tenantId: TENANT_IDS.fabrikam,
  objectId: '716c95a8-2544-4f7b-8761-fc3565f7d641',
  guestIds: {
    [TENANT_IDS.contoso]: '41eeff67-d5e6-4021-a376-5c699459e7f2',
    [TENANT_IDS.woodgrove]: '408c890c-4a99-40fd-85f3-d7f9013b52ed',
    [TENANT_IDS.wideWorld]: '3b96f9b1-ac72-40bb-8adc-a87dc547a52b',
  },
  sees: [TENANT_IDS.fabrikam, TENANT_IDS.contoso, TENANT_IDS.woodgrove, TENANT_IDS.wideWorld],
};

/** Both people. */
export const SAMPLE_PEOPLE: readonly SamplePerson[] = [ROBIN, PRIYA];

/** The PartnerID of the vendor whose script ran at Wide World Importers. */
export const VENDOR_PARTNER_ID = '6098754';

/** What the vendor's script left behind. */
export const INITIAL_LINKS: readonly InitialLink[] = SAMPLE_PEOPLE.flatMap((person) => {
  const objectId = person.guestIds[TENANT_IDS.wideWorld];
  return objectId === undefined
    ? []
    : [
        {
          tenantId: TENANT_IDS.wideWorld,
          objectId,
          partnerId: VENDOR_PARTNER_ID,
          createdTime: '2024-11-05T08:14:27.5031204Z',
        },
      ];
});
