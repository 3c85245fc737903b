import { setImmediate } from 'node:timers/promises';
import { asTenantId } from '../../../src/model/identifiers';
import type { HttpExchange, HttpReply } from '../../../src/network/http-send';
import { CUSTOMER, StubCloud, actorAt } from '../auth/stub-cloud';

test('of one person eight tokens are asked for at a time, and those whose time is over are not asked for', async () => {
  const stub = new StubCloud();
  const cloud = await stub.signedIn();
  let inFlight = 0;
  let most = 0;
  const slowly = async (exchange: HttpExchange): Promise<HttpReply> => {
    most = Math.max(most, (inFlight += 1));
    await setImmediate();
    inFlight -= 1;
    return stub.token(exchange);
  };
  stub.entraAnswers.push(...Array.from({ length: 20 }, () => slowly));
  const directories = Array.from({ length: 20 }, (_, n) =>
    asTenantId(`33333333-3333-4333-8333-${String(n).padStart(12, '0')}`)!,
  );
  const over = new AbortController();
  const found = directories.map((tenantId) => cloud.accounts.resolve(actorAt(tenantId)));
  const tooLate = cloud.accounts.resolve(actorAt(CUSTOMER), over.signal);
  over.abort();
  expect((await Promise.all(found)).map(({ kind }) => kind)).toEqual(directories.map(() => 'ok'));
  expect(await tooLate).toMatchObject({ problem: { code: 'entra-unreachable' } });
  expect([most, stub.entraRequests.length]).toEqual([8, 20]);
});
