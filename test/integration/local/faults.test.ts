import type { ACEProvisioningManagementPartnerAPI } from '@azure/arm-managementpartner';
import { KNOWN_AADSTS } from '../../../local/cloud/entra/entra-error-catalogue';
import type { FaultInput } from '../../../local/cloud/faults/fault';
import { startLocalCloud } from '../../../local/cloud/local-cloud';
import { ROBIN, TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { sendHttps } from './support/https-network';
import { runningCloud } from './support/running-cloud';
import { msalClient, partnerClient, tenantsClient } from './support/sdk-clients';
import { REDIRECT_URI, signIn } from './support/sign-in';

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
    const answers: unknown[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const error: unknown = await client.partner.create('1234567').catch((reason: unknown) => reason);
      const { statusCode, response } = error as {
        statusCode: number;
        response: { headers: { get(name: string): string | undefined } };
      };
      answers.push([statusCode, response.headers.get('retry-after')]);
    }
    expect(answers).toEqual([
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
    const stopping = await startLocalCloud({ apiPort: 0, pagesPort: 0, redirectUris: [REDIRECT_URI] });
    const { accessToken } = await signIn(stopping, msalClient(stopping), { tenantId: HOME });
    const client = partnerClient(stopping, accessToken);
    stopping.world.setFault({ operation: 'arm-read', kind: 'delay', ms: 100_000 });
    stopping.world.setFault({ operation: 'arm-read', kind: 'hang' });
    stopping.world.setFault({ operation: 'arm-read', kind: 'delay', ms: 5 });
    // Which of the three meets which fault is the network's choice: they travel on connections of their own.
    const outcomes = Array.from({ length: 3 }, () =>
      client.partners.get().then(
        () => 'answered',
        (error: unknown) => (error as { statusCode?: number }).statusCode ?? 'dropped',
      ),
    );
    expect(await Promise.race(outcomes)).toBe(404);
    await stopping.stop();
    expect((await Promise.all(outcomes)).map(String).sort()).toEqual(['404', 'dropped', 'dropped']);
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

  test.each([
    16000, 16003, 50013, 50014, 50020, 50034, 50072, 50074, 50076, 50078, 50079, 50105, 50132, 50133, 50158,
    50173, 51004, 53000, 53001, 53002, 53003, 65001, 65004, 70002, 70008, 70043, 90055, 90094, 500011, 500021,
    500133, 500212, 500213, 530035, 650052, 650057, 700011, 700016, 700024, 700027, 7000215,
  ])('AADSTS%i has the body of a real error', async (aadsts) => {
    cloud().world.setFault({ operation: 'token', kind: 'aadsts', aadsts });
    const url = `${cloud().apiUrl}/${HOME}/oauth2/v2.0/token`;
    const answer = await sendHttps(cloud().caPem, url, { method: 'POST' });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(JSON.parse(answer.body)).toMatchObject({
      error: expect.stringMatching(/^[a-z_]+$/) as string,
      error_codes: [aadsts],
      error_description: expect.stringMatching(
        new RegExp(`^AADSTS${aadsts}: .+ Trace ID: \\S+ Correlation ID: \\S+ Timestamp: [-0-9]+ [:0-9]+Z$`),
      ) as string,
      trace_id: expect.any(String) as string,
      correlation_id: expect.any(String) as string,
      timestamp: expect.any(String) as string,
      error_uri: expect.stringContaining(String(aadsts)) as string,
    });
    expect(KNOWN_AADSTS).toContain(aadsts);
  });

  test.each<[string, FaultInput, number]>([
    ['429', { operation: 'token', kind: 'throttle', retryAfterSeconds: 3 }, 429],
    ['503', { operation: 'token', kind: 'status', status: 503 }, 503],
  ])('Entra answers %s in its own words', async (_name, fault, status) => {
    cloud().world.setFault(fault);
    const url = `${cloud().apiUrl}/${HOME}/oauth2/v2.0/token`;
    const answer = await sendHttps(cloud().caPem, url, { method: 'POST' });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ error: 'temporarily_unavailable' });
  });
});
