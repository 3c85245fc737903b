import type { DialogContext } from '../../../src/dialogs/context';
import { consentRequestView, customerRequestView } from '../../../src/dialogs/customer-request';
import type { Directory } from '../../../src/model/directory';
import { asTenantId } from '../../../src/model/identifiers';
import { CUSTOMER_REQUESTS } from '../../../src/model/problem';

const directories = Array.from({ length: 60 }, (_, index): Directory => {
  const tenantId = asTenantId(`33333333-3333-4333-8333-${String(index).padStart(12, '0')}`)!;
  return { tenantId, name: `Customer ${index}`, defaultDomain: `c${index}.example`, kind: 'customer' };
});
const CONTEXT = {
  caller: { person: { displayName: 'Robin' } },
  pal: {
    signInName: () => Promise.resolve('robin@fabrikam.example'),
    rememberedDirectories: () => directories,
  },
  signInService: {
    clientId: 'the-app',
    adminConsentUrl: (tenantId: string) => `https://login.example/${tenantId}/adminconsent`,
  },
  customersUrl: 'https://bot.example/customers',
} as unknown as DialogContext;

interface Asked {
  readonly directoryName: string;
  readonly approvalUrl: string;
  readonly approvals?: readonly { readonly directoryId: string; readonly url: string }[];
  readonly nextPage?: number;
}

test('page by page every administrator gets the page for their own directory, once', async () => {
  const seen: string[] = [];
  let page = 1;
  for (let pages = 0; page !== 0 && pages < 10; pages += 1) {
    const view = await consentRequestView(CONTEXT, directories, page);
    const data = view.data as Asked;
    expect(data.approvals?.length).toBeLessThanOrEqual(25);
    for (const { directoryId, url } of data.approvals ?? []) {
      expect(url).toBe(`https://login.example/${directoryId}/adminconsent`);
      seen.push(directoryId);
    }
    page = data.nextPage ?? 0;
  }
  expect(seen).toEqual(directories.map(({ tenantId }) => tenantId));
});

test.each([-1, 0, 4, 99, Number.MAX_SAFE_INTEGER])(
  'page %i, of three, shows one that there is',
  async (page) => {
    const { approvals } = (await consentRequestView(CONTEXT, directories, page)).data as Asked;
    expect(approvals?.length).toBeGreaterThan(0);
  },
);

test.each(CUSTOMER_REQUESTS)(
  '“%s” names the directory, and leads to an approval only where that is asked for',
  async (kind) => {
    const first = directories[0]!;
    const { directoryName, approvalUrl } = (await customerRequestView(CONTEXT, kind, first.tenantId))
      .data as Asked;
    expect(directoryName).toBe('Customer 0');
    expect(approvalUrl === '').toBe(kind !== 'consent');
  },
);
