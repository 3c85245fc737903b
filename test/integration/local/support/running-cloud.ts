import {
  startLocalCloud,
  type LocalCloud,
  type LocalCloudOptions,
} from '../../../../local/cloud/local-cloud';
import { REDIRECT_URI } from './sign-in';

/** Starts a cloud on free ports for each test of the file, and stops it afterwards. */
export function runningCloud(options: Partial<LocalCloudOptions> = {}): () => LocalCloud {
  let cloud: LocalCloud | undefined;
  beforeEach(async () => {
    cloud = await startLocalCloud({ apiPort: 0, pagesPort: 0, redirectUris: [REDIRECT_URI], ...options });
  });
  afterEach(async () => {
    await cloud?.stop();
  });
  return () => {
    if (!cloud) throw new Error('The cloud runs only inside a test.');
    return cloud;
  };
}
