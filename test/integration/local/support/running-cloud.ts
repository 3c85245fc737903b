import {
  startLocalCloud,
  type LocalCloud,
  type LocalCloudOptions,
} from '../../../../local/cloud/local-cloud';
import { REDIRECT_URI } from './sign-in';

/** Runs one cloud on free ports for the tests of the file; each test finds the sample world untouched. */
export function runningCloud(options: Partial<LocalCloudOptions> = {}): () => LocalCloud {
  let cloud: LocalCloud | undefined;
  beforeAll(async () => {
    cloud = await startLocalCloud({ apiPort: 0, pagesPort: 0, redirectUris: [REDIRECT_URI], ...options });
  });
  beforeEach(() => {
    cloud?.world.reset();
  });
  afterAll(async () => {
    await cloud?.stop();
  });
  return () => {
    if (!cloud) throw new Error('The cloud runs only inside a test.');
    return cloud;
  };
}
