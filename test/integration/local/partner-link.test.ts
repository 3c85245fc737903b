import { startLocalCloud, type LocalCloud } from '../../../local/cloud/local-cloud';
import { ROBIN, TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { msalClient, partnerClient } from './support/sdk-clients';
import { REDIRECT_URI, signIn } from './support/sign-in';

describe('linking through the real SDK clients', () => {
  let cloud: LocalCloud;

  beforeEach(async () => {
    cloud = await startLocalCloud({ apiPort: 0, pagesPort: 0, redirectUris: [REDIRECT_URI] });
  });

  afterEach(async () => {
    await cloud.stop();
  });

  test('a first link has version 1 and the caller, and every write adds one', async () => {
    const { accessToken } = await signIn(cloud, msalClient(cloud), { tenantId: TENANT_IDS.fabrikam });
    const client = partnerClient(cloud, accessToken);

    const created = await client.partner.create('1234567');
    expect(created).toMatchObject({
      partnerId: '1234567',
      partnerName: 'Fabrikam Consulting (Zurich)',
      tenantId: TENANT_IDS.fabrikam,
      objectId: ROBIN.objectId,
      version: 1,
      etag: 1,
      state: 'Active',
    });
    const changed = await client.partner.update('1234568');
    expect(changed).toMatchObject({ partnerId: '1234568', version: 2, createdTime: created.createdTime });
    await client.partner.delete('1234568');
    await expect(client.partners.get()).rejects.toMatchObject({
      statusCode: 404,
      code: 'ManagementPartnerNotFound',
    });
    const again = await client.partner.create('1234567');
    expect(again).toMatchObject({ version: 4, createdTime: created.createdTime });
    expect(await client.partners.get()).toMatchObject({ partnerId: '1234567', version: 4 });
  });
});
