import { KNOWN_PARTNERS, linkablePartner } from '../../../../local/cloud/world/known-partners';
import { findPerson, findTenant, objectIdIn, personOf } from '../../../../local/cloud/world/lookup';
import {
  INITIAL_LINKS,
  PRIYA,
  ROBIN,
  SAMPLE_CLIENT_ID,
  SAMPLE_PEOPLE,
  SAMPLE_TENANTS,
  TENANT_IDS,
} from '../../../../local/cloud/world/sample-world';
import { asPartnerId, asTenantId } from '../../../../src/model/identifiers';

describe('the sample world', () => {
  test('every id in it is a proper GUID and stands for one thing only', () => {
    const ids = [
      SAMPLE_CLIENT_ID,
      ...SAMPLE_TENANTS.map((tenant) => tenant.id),
      ...SAMPLE_PEOPLE.flatMap((person) => [person.objectId, ...Object.values(person.guestIds)]),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) {
      expect(asTenantId(id)).toBe(id);
      expect(id).toMatch(/^.{14}4.{4}[89ab]/);
    }
  });

  test('every directory is described, and every PartnerID has a proper form', () => {
    expect(SAMPLE_TENANTS.map((tenant) => tenant.id)).toEqual(Object.values(TENANT_IDS));
    for (const { partnerId } of KNOWN_PARTNERS) expect(asPartnerId(partnerId)).toBe(partnerId);
    for (const link of INITIAL_LINKS) expect(linkablePartner(link.partnerId)).toBeDefined();
  });

  test('a global PartnerID exists and can not be linked', () => {
    const global = KNOWN_PARTNERS.filter((partner) => partner.kind === 'global');
    expect(global.map((partner) => linkablePartner(partner.partnerId))).toEqual([undefined]);
  });

  test('a person has another id in each directory, except where there is no account', () => {
    const contoso = findTenant('Contoso-Retail.example')!;
    const tailwind = findTenant(TENANT_IDS.tailwind)!;
    expect(objectIdIn(ROBIN, contoso)).not.toBe(ROBIN.objectId);
    expect(objectIdIn(ROBIN, tailwind)).toBe(ROBIN.objectId);
    expect(objectIdIn(PRIYA, tailwind)).toBeUndefined();
    expect(personOf(contoso.id, objectIdIn(PRIYA, contoso)!)).toBe(PRIYA);
    expect(personOf('nowhere', ROBIN.objectId)).toBeUndefined();
    expect(findPerson('ROBIN@fabrikam-consulting.example')).toBe(ROBIN);
  });
});
