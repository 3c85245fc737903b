import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalCloud, type LocalCloudOptions } from '../../../local/cloud/local-cloud';
import { ROBIN, TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { REDIRECT_URI } from './support/sign-in';

describe('starting the local cloud', () => {
  const folder = mkdtempSync(join(tmpdir(), 'local-cloud-'));
  const options: LocalCloudOptions = { apiPort: 0, pagesPort: 0, redirectUris: [REDIRECT_URI] };

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('links and approvals survive a restart, a reset empties them', async () => {
    const stateFile = join(folder, 'deep', 'state.json');
    const first = await startLocalCloud({ ...options, stateFile });
    first.world.setLink(TENANT_IDS.fabrikam, ROBIN.objectId, '1234567');
    first.world.setConsent(TENANT_IDS.adventureWorks, true);
    const before = first.world.link(TENANT_IDS.fabrikam, ROBIN.objectId);
    await first.stop();
    const second = await startLocalCloud({ ...options, stateFile });
    expect(second.world.link(TENANT_IDS.fabrikam, ROBIN.objectId)).toEqual(before);
    expect(second.clientSecret).not.toBe(first.clientSecret);
    second.world.reset();
    await second.stop();
    const third = await startLocalCloud({ ...options, stateFile });
    expect(third.world.link(TENANT_IDS.fabrikam, ROBIN.objectId)).toBeUndefined();
    await third.stop();
  });

  test('a state file that is not ours is named', async () => {
    const stateFile = join(folder, 'broken.json');
    writeFileSync(stateFile, '{"rows":');
    await expect(startLocalCloud({ ...options, stateFile })).rejects.toThrow(stateFile);
  });

  test('a port in use is named, and the other port is not left open', async () => {
    const running = await startLocalCloud(options);
    const pagesPort = Number(new URL(running.pagesUrl).port);
    const apiPort = Number(new URL(running.apiUrl).port);
    const inUse = (port: number) => ({
      code: 'EADDRINUSE',
      message: expect.stringContaining(String(port)) as string,
    });
    await expect(startLocalCloud({ ...options, pagesPort })).rejects.toMatchObject(inUse(pagesPort));
    await expect(startLocalCloud({ ...options, apiPort })).rejects.toMatchObject(inUse(apiPort));
    await running.stop();
    const again = await startLocalCloud({ ...options, apiPort, pagesPort });
    await again.stop();
  });
});
