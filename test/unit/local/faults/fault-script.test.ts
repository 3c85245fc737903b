import { faultScriptSchema } from '../../../../local/cloud/faults/fault';
import { createFaultScript } from '../../../../local/cloud/faults/fault-script';

const TENANT = '7018e0d7-0581-4e6a-b10c-2070850265c2';

describe('the fault script', () => {
  test('hands out the first fault that fits, as often as it says', () => {
    const script = createFaultScript();
    script.add({ operation: 'arm-read', kind: 'hang', tenant: TENANT });
    script.add({ operation: 'arm-read', kind: 'reset', count: 2 });
    expect(script.take('tenants', TENANT)).toBeUndefined();
    expect(script.take('arm-read', 'elsewhere')?.kind).toBe('reset');
    expect(script.take('arm-read', TENANT)?.kind).toBe('hang');
    expect(script.active()).toHaveLength(1);
    expect(script.take('arm-read', TENANT)?.kind).toBe('reset');
    expect(script.take('arm-read', TENANT)).toBeUndefined();
  });

  test('a fault of "arm" hits any request to ARM in its directory, and none to Entra', () => {
    const script = createFaultScript();
    script.add({ operation: 'arm', kind: 'delay', ms: 1, tenant: TENANT, count: 3 });
    expect(script.take('token', TENANT)).toBeUndefined();
    expect(script.take('tenants', 'elsewhere')).toBeUndefined();
    for (const operation of ['tenants', 'access', 'arm-create'] as const)
      expect(script.take(operation, TENANT)?.kind).toBe('delay');
    expect(script.take('tenants', TENANT)).toBeUndefined();
  });

  test.each([
    { operation: 'arm-read', kind: 'explode' },
    { operation: 'everything', kind: 'hang' },
    { operation: 'arm-read', kind: 'status', status: 404 },
    { operation: 'arm-read', aadsts: 53003 },
    { operation: 'arm-read', kind: 'delay', ms: -1 },
    { operation: 'arm-read', kind: 'hang', count: 0 },
    { operation: 'arm-read', kind: 'hang', tenant: 'contoso' },
    { operation: 'arm-read', kind: 'hang', tennant: TENANT },
    'hang',
  ])('%j is refused', (fault) => {
    expect(faultScriptSchema.safeParse(fault).success).toBe(false);
  });
});
