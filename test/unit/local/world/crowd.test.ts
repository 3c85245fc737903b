import { colleague, colleagueWith } from '../../../../local/cloud/world/crowd';
import { findTenant, objectIdIn, personOf } from '../../../../local/cloud/world/lookup';
import { ROBIN, TENANT_IDS } from '../../../../local/cloud/world/sample-world';

describe('the crowd', () => {
  it('knows every colleague at home and at the customer that has invited them', () => {
    for (const tenantId of [TENANT_IDS.fabrikam, TENANT_IDS.contoso]) {
      const account = objectIdIn(colleague(4711), findTenant(tenantId)!);
      expect(personOf(tenantId, account!)).toEqual(colleague(4711));
    }
  });

  it('knows no colleague by the account of another directory', () => {
    expect(personOf(TENANT_IDS.woodgrove, colleague(1).objectId)).toBeUndefined();
    expect(personOf(TENANT_IDS.contoso, colleague(1).objectId)).toBeUndefined();
  });

  it('is nobody of the sample people', () => {
    expect(colleagueWith(ROBIN.objectId)).toBeUndefined();
  });
});
