import type { ACEProvisioningManagementPartnerAPI } from '@azure/arm-managementpartner';
import { PRIYA, ROBIN, TENANT_IDS, VENDOR_PARTNER_ID } from '../../../local/cloud/world/sample-world';
import { sendHttps } from './support/https-network';
import { runningCloud } from './support/running-cloud';
import { msalClient, partnerClient } from './support/sdk-clients';
import { signIn, type Presses } from './support/sign-in';

describe('linking through the real SDK client', () => {
  const cloud = runningCloud();
  const tokenOf = async (presses: Presses): Promise<string> =>
    (await signIn(cloud(), msalClient(cloud()), presses)).accessToken;
  const clientOf = async (presses: Presses): Promise<ACEProvisioningManagementPartnerAPI> =>
    partnerClient(cloud(), await tokenOf(presses));
  const raw = (method: string, path: string, headers: Record<string, string>) =>
    sendHttps(cloud().caPem, `${cloud().apiUrl}${path}`, { method, headers });

  test('a first link has version 1, every write adds one, and the first time is never forgotten', async () => {
    const client = await clientOf({ tenantId: TENANT_IDS.fabrikam });
    const created = await client.partner.create('1234567');
    expect(created).toMatchObject({
      id: '/providers/microsoft.managementpartner/partners/1234567',
      type: 'Microsoft.ManagementPartner/partners',
      partnerId: '1234567',
      partnerName: 'Fabrikam Consulting (Zurich)',
      tenantId: TENANT_IDS.fabrikam,
      objectId: ROBIN.objectId,
      version: 1,
      etag: 1,
      state: 'Active',
    });
    expect(created.createdTime).toEqual(created.updatedTime);
    const changed = await client.partner.update('1234568');
    expect(changed).toMatchObject({ partnerId: '1234568', version: 2, createdTime: created.createdTime });
    await client.partner.delete('1234568');
    await client.partner.delete('1234568');
    const again = await client.partner.create('1234567');
    expect(again).toMatchObject({ version: 4, createdTime: created.createdTime });
    expect(await client.partners.get()).toMatchObject({ partnerId: '1234567', version: 4 });
    expect(await client.partner.get('')).toMatchObject({ partnerId: '1234567' });
  });

  test('an account without a link reads, changes and finds nothing', async () => {
    const client = await clientOf({ tenantId: TENANT_IDS.contoso });
    const notFound = { statusCode: 404, code: 'ManagementPartnerNotFound' };
    await expect(client.partners.get()).rejects.toMatchObject(notFound);
    await expect(client.partner.update('1234567')).rejects.toMatchObject(notFound);
    await client.partner.delete('1234567');
    expect(cloud().world.journal().at(-1)).toMatchObject({ method: 'DELETE', status: 200 });
  });

  test.each(['9999999', '1234566', '654321', 'abc'])('PartnerID %s is refused as not valid', async (id) => {
    const client = await clientOf({ tenantId: TENANT_IDS.fabrikam });
    await expect(client.partner.create(id)).rejects.toMatchObject({
      statusCode: 400,
      code: 'PartnerIdInvalid',
    });
    expect(cloud().world.link(TENANT_IDS.fabrikam, ROBIN.objectId)).toBeUndefined();
  });

  test('a PartnerID keeps its leading zero', async () => {
    const client = await clientOf({ tenantId: TENANT_IDS.fabrikam });
    expect(await client.partner.create('0654321')).toMatchObject({ partnerId: '0654321', name: '0654321' });
  });

  test("a link that a vendor's script made is there, and only a change replaces it", async () => {
    const client = await clientOf({ tenantId: TENANT_IDS.wideWorld, person: 'priya' });
    expect(await client.partners.get()).toMatchObject({
      partnerId: VENDOR_PARTNER_ID,
      objectId: PRIYA.guestIds[TENANT_IDS.wideWorld],
    });
    await expect(client.partner.create('1234567')).rejects.toMatchObject({
      statusCode: 409,
      code: 'PartnerIdAlreadyLinked',
    });
    expect(await client.partner.update('1234567')).toMatchObject({ version: 2 });
  });

  test('a CSP partner without an account gets a token, finds no link and can make none', async () => {
    const client = await clientOf({ tenantId: TENANT_IDS.tailwind });
    await expect(client.partners.get()).rejects.toMatchObject({ statusCode: 404 });
    await expect(client.partner.create('1234567')).rejects.toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('does not have an account in this tenant') as string,
    });
  });

  test('errors carry code and message twice, and answers the headers of ARM', async () => {
    const authorization = `Bearer ${await tokenOf({ tenantId: TENANT_IDS.fabrikam })}`;
    const correlationId = '11111111-2222-4333-8444-555555555555';
    const headers = { authorization, 'x-ms-correlation-request-id': correlationId };
    const path = '/PROVIDERS/microsoft.managementpartner/Partners/1234567?api-version=2018-02-01';
    const refused = await raw('GET', path, headers);
    const body: unknown = JSON.parse(refused.body);
    const said = { code: 'ManagementPartnerNotFound', message: expect.any(String) as string };
    expect(body).toEqual({ ...said, error: said });
    expect(refused.headers).toMatchObject({ 'x-ms-correlation-request-id': correlationId });
    expect(refused.headers['x-ms-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    const written = await raw('PUT', path, headers);
    expect(written.status).toBe(200);
    expect(written.body).toMatch(/"updatedTime":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z"/);
    const left = 'x-ms-ratelimit-remaining-tenant-resource-requests';
    const again = await raw('PUT', `${path}/1234567?api-version=2018-02-01`, headers);
    expect(Number(again.headers[left])).toBe(Number(written.headers[left]) - 1);
    expect(await raw('DELETE', path, headers)).toMatchObject({ status: 200, body: '' });
  });

  test('the api-version has to be there and has to be the one that exists', async () => {
    const authorization = `Bearer ${await tokenOf({ tenantId: TENANT_IDS.fabrikam })}`;
    const path = '/providers/Microsoft.ManagementPartner/partners';
    const missing = await raw('GET', path, { authorization });
    expect(missing.status).toBe(400);
    expect(missing.body).toContain('MissingApiVersionParameter');
    const unknown = await raw('GET', `${path}?api-version=2099-01-01`, { authorization });
    expect(unknown.status).toBe(400);
    expect(unknown.body).toContain('InvalidApiVersionParameter');
    expect((await raw('POST', `${path}/1234567?api-version=2018-02-01`, { authorization })).status).toBe(405);
    const nothing = await raw('GET', '/resourceGroups?api-version=2022-12-01', { authorization });
    expect(nothing.status).toBe(404);
    expect(nothing.headers['x-ms-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('the operations of the provider can be listed', async () => {
    const client = await clientOf({ tenantId: TENANT_IDS.fabrikam });
    const names: (string | undefined)[] = [];
    for await (const operation of client.operation.list()) names.push(operation.name?.split('/').at(-1));
    expect(names).toEqual(['read', 'write', 'action', 'delete']);
  });
});
