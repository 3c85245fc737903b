import type { ACEProvisioningManagementPartnerAPI } from '@azure/arm-managementpartner';
import type { FaultInput } from '../../../local/cloud/faults/fault';
import { ROBIN, TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { runningCloud } from './support/running-cloud';
import { msalClient, partnerClient, tenantsClient } from './support/sdk-clients';
import { signIn } from './support/sign-in';

const HOME = TENANT_IDS.fabrikam;

describe('faults by script', () => {
  const cloud = runningCloud();
  const clientAtHome = async (): Promise<ACEProvisioningManagementPartnerAPI> =>
    partnerClient(cloud(), (await signIn(cloud(), msalClient(cloud()), { tenantId: HOME })).accessToken);
  const isLinked = (): boolean => cloud().world.link(HOME, ROBIN.objectId)?.state === 'Active';

  test.each<[string, FaultInput, boolean]>([
    ['reset', { operation: 'arm-create', kind: 'reset' }, false],
    ['cut body', { operation: 'arm-create', kind: 'cut-body' }, true],
    ['commit then drop', { operation: 'arm-create', kind: 'commit-then-drop' }, true],
  ])('%s: the client gets no answer', async (_name, fault, takesEffect) => {
    const client = await clientAtHome();
    cloud().world.setFault(fault);
    await expect(client.partner.create('1234567')).rejects.toThrow();
    expect(isLinked()).toBe(takesEffect);
    await client.partner.delete('1234567');
    await expect(client.partner.create('1234567')).resolves.toMatchObject({ partnerId: '1234567' });
  });

  test('429 comes with Retry-After or without, 5xx as asked, and nothing is written', async () => {
    const client = await clientAtHome();
    cloud().world.setFault({ operation: 'arm-create', kind: 'throttle', retryAfterSeconds: 7 });
    cloud().world.setFault({ operation: 'arm-create', kind: 'throttle' });
    cloud().world.setFault({ operation: 'arm-create', kind: 'status', status: 503 });
    const heard: unknown[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const error: unknown = await client.partner.create('1234567').catch((reason: unknown) => reason);
      const { statusCode, response } = error as {
        statusCode: number;
        response: { headers: { get(name: string): string | undefined } };
      };
      heard.push([statusCode, response.headers.get('retry-after')]);
    }
    expect(heard).toEqual([
      [429, '7'],
      [429, undefined],
      [503, undefined],
    ]);
    expect(isLinked()).toBe(false);
  });

  test('a page instead of JSON writes nothing', async () => {
    const client = await clientAtHome();
    cloud().world.setFault({ operation: 'arm-create', kind: 'html' });
    await client.partner.create('1234567').catch(() => undefined);
    expect(isLinked()).toBe(false);
  });

  test('an answer that lies names another partner, another tenant, or nothing', async () => {
    const client = await clientAtHome();
    cloud().world.setLink(HOME, ROBIN.objectId, '1234567');
    cloud().world.setFault({ operation: 'arm-update', kind: 'odd-answer', answer: 'other-partner' });
    cloud().world.setFault({ operation: 'arm-update', kind: 'odd-answer', answer: 'other-tenant' });
    cloud().world.setFault({ operation: 'arm-update', kind: 'odd-answer', answer: 'empty' });
    expect((await client.partner.update('1234568')).partnerId).not.toBe('1234568');
    expect((await client.partner.update('1234568')).tenantId).not.toBe(HOME);
    expect(await client.partner.update('1234568')).not.toHaveProperty('partnerId', '1234568');
    expect(cloud().world.link(HOME, ROBIN.objectId)).toMatchObject({ partnerId: '1234568', version: 4 });
  });

  test('a delay or a hang ends when the cloud stops', async () => {
    const client = await clientAtHome();
    cloud().world.setFault({ operation: 'arm-read', kind: 'delay', ms: 100_000 });
    cloud().world.setFault({ operation: 'arm-read', kind: 'hang' });
    cloud().world.setFault({ operation: 'arm-read', kind: 'delay', ms: 5 });
    const waiting = [client.partners.get(), client.partners.get()].map((asked) =>
      asked.catch(() => 'dropped'),
    );
    await expect(client.partners.get()).rejects.toMatchObject({ statusCode: 404 });
    await cloud().stop();
    expect(await Promise.all(waiting)).toEqual(['dropped', 'dropped']);
  });

  test('a fault strikes only its operation, its tenant, and as often as it says', async () => {
    const client = await clientAtHome();
    cloud().world.setFault({
      operation: 'arm-read',
      kind: 'status',
      status: 500,
      tenant: TENANT_IDS.contoso,
    });
    cloud().world.setFault({ operation: 'arm-read', kind: 'status', status: 502, count: 2 });
    const codes: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const error: unknown = await client.partners.get().catch((reason: unknown) => reason);
      codes.push((error as { statusCode: number }).statusCode);
    }
    expect(codes).toEqual([502, 502, 404]);
  });

  test('the tenant list can fail too', async () => {
    const { accessToken } = await signIn(cloud(), msalClient(cloud()), { tenantId: HOME });
    cloud().world.setFault({ operation: 'tenants', kind: 'status', status: 500 });
    const first = tenantsClient(cloud(), accessToken).tenants.list().next();
    await expect(first).rejects.toMatchObject({ statusCode: 500 });
  });

  test('every number of Entra can be scripted', async () => {
    cloud().world.setFault({
      operation: 'token',
      kind: 'aadsts',
      aadsts: 50079,
      claims: '{"access_token":{}}',
    });
    await expect(signIn(cloud(), msalClient(cloud()), { tenantId: HOME })).rejects.toMatchObject({
      errorNo: 50079,
      errorCode: 'interaction_required',
      claims: '{"access_token":{}}',
    });
  });
});
