import { PRIYA, ROBIN, TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { sendHttps } from './support/https-network';
import { runningCloud } from './support/running-cloud';
import { msalClient, tenantsClient } from './support/sdk-clients';
import { signIn } from './support/sign-in';

describe('the tenant list', () => {
  const cloud = runningCloud();

  test('shows everything the person sees, page by page, through the real client', async () => {
    const { accessToken } = await signIn(cloud(), msalClient(cloud()), { tenantId: TENANT_IDS.contoso });
    const seen = [];
    for await (const tenant of tenantsClient(cloud(), accessToken).tenants.list()) seen.push(tenant);
    expect(seen.map((tenant) => tenant.tenantId)).toEqual(ROBIN.sees);
    expect(seen.find((tenant) => tenant.tenantId === TENANT_IDS.litware)).toMatchObject({
      displayName: 'Litware',
      defaultDomain: 'litware.example',
      tenantCategory: 'ManagedBy',
    });
    const asked = cloud()
      .world.journal()
      .filter((entry) => entry.path === '/tenants');
    expect(asked).toHaveLength(5);
    expect(asked[0]).toMatchObject({ tenant: TENANT_IDS.contoso, status: 200 });
  });

  test('follows the person, not the tenant of the token', async () => {
    const presses = { tenantId: TENANT_IDS.woodgrove, person: 'priya' } as const;
    const { accessToken } = await signIn(cloud(), msalClient(cloud()), presses);
    const ids: (string | undefined)[] = [];
    for await (const tenant of tenantsClient(cloud(), accessToken).tenants.list()) ids.push(tenant.tenantId);
    expect(ids).toEqual(PRIYA.sees);
  });

  test('refuses a page address that it did not give out', async () => {
    const { accessToken } = await signIn(cloud(), msalClient(cloud()), { tenantId: TENANT_IDS.contoso });
    const url = `${cloud().apiUrl}/tenants?api-version=2022-12-01&$skiptoken=-1`;
    const answer = await sendHttps(cloud().caPem, url, {
      method: 'GET',
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(answer.status).toBe(400);
  });
});
