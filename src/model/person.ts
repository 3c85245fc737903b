import type { ObjectId, PartnerId, TenantId } from './identifiers';

/** Who writes to the bot: the account of the Teams user in the home directory. */
export interface Person {
  readonly tenantId: TenantId;
  readonly objectId: ObjectId;
  /** As the chat names them; shown, never trusted. */
  readonly displayName: string;
}

/** One text per person, the same in every conversation. */
export function personKey(person: Pick<Person, 'tenantId' | 'objectId'>): string {
  return `${person.tenantId}.${person.objectId}`;
}

/** The account a token speaks for in one directory; a guest has another object id than at home. */
export interface Account {
  readonly tenantId: TenantId;
  readonly objectId: ObjectId;
  /** The sign-in name, as the token tells it; shown on cards. */
  readonly username: string;
}

/** A PartnerID of the company that people work for. */
export interface CompanyPartnerId {
  readonly partnerId: PartnerId;
  /** What people call it, such as "Fabrikam Norway". */
  readonly name: string;
  /** Only for the people of this home directory; absent: for everybody. */
  readonly homeTenantId?: TenantId;
}

/** What the company calls this PartnerID; undefined for one that is not its own. */
export function companyName(
  company: readonly CompanyPartnerId[],
  partnerId: string | null | undefined,
): string | undefined {
  return company.find((one) => one.partnerId === partnerId)?.name;
}

/** The name beside a PartnerID: ARM's, or where that is empty what the company calls it. */
export function partnerNameOf(
  company: readonly CompanyPartnerId[],
  link: { readonly partnerId: string | null; readonly partnerName: string | null } | undefined,
): string {
  const { partnerId, partnerName } = link ?? { partnerId: null, partnerName: null };
  return partnerName === null || partnerName === '' ? (companyName(company, partnerId) ?? '') : partnerName;
}

/** Those of the company's PartnerIDs that are for this person. */
export function companyOf(
  company: readonly CompanyPartnerId[],
  { tenantId }: Pick<Person, 'tenantId'>,
): readonly CompanyPartnerId[] {
  return company.filter(({ homeTenantId }) => homeTenantId === undefined || homeTenantId === tenantId);
}

/** What a sign-out has forgotten here. Other instances forget what they hold before they use it next. */
export interface SignedOut {
  /** The directories in which the person had signed in on the page. */
  readonly signIns: readonly TenantId[];
  /** Whether a token of Teams was held. */
  readonly ssoToken: boolean;
  /** The directories for which a token was held that was got for the one of Teams. */
  readonly exchanged: readonly TenantId[];
  /** False: what is kept outside of the bot could not be forgotten now. */
  readonly isComplete: boolean;
}
