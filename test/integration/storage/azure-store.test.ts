import { TableClient } from '@azure/data-tables';
import { AzureStore } from '../../../src/storage/azure-store';
import { openAzureTables } from '../../../src/storage/azure-tables';
import type { Clock } from '../../../src/model/clock';
import type { RecordStore } from '../../../src/storage/record-store';
import { Azurite } from '../../support/azurite';
import { all, recordStorePromises, trailEntry } from '../../support/record-store-promises';

let azurite: Azurite;
beforeAll(async () => {
  azurite = await Azurite.start();
});
afterAll(() => azurite.stop());

const clock = { now: () => new Date('2026-03-01T09:00:00Z') };

function open(ofClock: Clock = clock): RecordStore {
  const { connectionString } = azurite;
  return new AzureStore({
    tables: openAzureTables({ kind: 'connection-string', connectionString, mayBeInsecure: true }),
    clock: ofClock,
    wait: () => Promise.resolve(),
    random: () => 0,
  });
}

/** Nothing of earlier tests is left. */
async function emptied(ofClock: Clock): Promise<RecordStore> {
  for (const name of ['palrecords', 'palaudittrail']) {
    await TableClient.fromConnectionString(azurite.connectionString, name, {
      allowInsecureConnection: true,
    }).deleteTable();
  }
  return open(ofClock);
}

describe('a store in Azure Tables', () => {
  // A call is given up after 700 ms, and the emulator answers one after the other.
  recordStorePromises(emptied, { writers: 10 });
});

test('two instances that start at once make the tables once, and see each other’s writes', async () => {
  await (await emptied(clock)).close();
  const [one, two] = [open(), open()];
  await Promise.all([one.put('operations', 'one', 1, { absent: true }), two.append(trailEntry('two'))]);
  expect((await two.get('operations', 'one'))?.value).toBe(1);
  expect(await all(one.trail())).toHaveLength(1);
});
