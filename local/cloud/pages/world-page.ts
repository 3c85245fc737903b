import type { CloudParts } from '../cloud-parts';
import { objectIdIn } from '../world/lookup';
import { KNOWN_PARTNERS } from '../world/known-partners';
import { SAMPLE_PEOPLE, SAMPLE_TENANTS, type SamplePerson, type SampleTenant } from '../world/sample-world';
import { html, NOTHING, type SafeHtml } from './html';
import type { Page } from './page';

const JOURNAL_LINES = 20;

type Shown = Pick<CloudParts, 'state' | 'faults' | 'journal'>;

function partnerName(partnerId: string): string {
  return (
    KNOWN_PARTNERS.find((partner) => partner.partnerId === partnerId)?.name ?? 'a partner not known here'
  );
}

function shortTime(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

function linkCell(state: Shown['state'], person: SamplePerson, tenant: SampleTenant): SafeHtml {
  if (!person.sees.includes(tenant.id)) return html`<td class="soft">not in their list</td>`;
  const objectId = objectIdIn(person, tenant);
  if (objectId === undefined || tenant.policy.kind === 'no-account') {
    return html`<td class="soft">no account there</td>`;
  }
  const row = state.row(tenant.id, objectId);
  if (!row) return html`<td class="soft">not linked</td>`;
  const changed = html`<br /><span class="soft">version ${row.version}, ${shortTime(row.updatedTime)}</span>`;
  return row.state === 'Active'
    ? html`<td><strong>${row.partnerId}</strong> ${partnerName(row.partnerId)}${changed}</td>`
    : html`<td class="soft">not linked any more${changed}</td>`;
}

function directoryRow(state: Shown['state'], tenant: SampleTenant): SafeHtml {
  const consent =
    tenant.policy.kind === 'consent-missing'
      ? html`<br /><strong>${state.hasConsent(tenant.id) ? 'Approved by now.' : 'Not approved yet.'}</strong>`
      : NOTHING;
  return html`<tr>
    <th scope="row">${tenant.name}<br /><code class="soft">${tenant.id}</code></th>
    ${SAMPLE_PEOPLE.map((person) => linkCell(state, person, tenant))}
    <td>${tenant.special}${consent}</td>
    <td><code>${tenant.tryIt}</code></td>
  </tr>`;
}

function table(label: string, heads: readonly string[], rows: readonly SafeHtml[]): SafeHtml {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function partnersTable(): SafeHtml {
  const rows = KNOWN_PARTNERS.map(
    ({ partnerId, name, kind }) =>
      html`<tr>
        <th scope="row"><code>${partnerId}</code></th>
        <td>${name}</td>
        <td>${kind === 'global' ? 'global id: ARM refuses it' : 'location id: can be linked'}</td>
      </tr>`,
  );
  return table('Known PartnerIDs', ['PartnerID', 'Partner', 'Kind'], rows);
}

function faultsList({ faults }: Shown): SafeHtml {
  const active = faults.active();
  if (active.length === 0) return html`<p class="soft">None: every request is answered properly.</p>`;
  const items = active.map((fault) => html`<li><code>${JSON.stringify(fault)}</code></li>`);
  return html`<ul>
    ${items}
  </ul>`;
}

function journalTable({ journal }: Shown): SafeHtml {
  const last = journal.entries().slice(-JOURNAL_LINES).reverse();
  if (last.length === 0) return html`<p class="soft">Nobody has asked for anything yet.</p>`;
  const nameOf = (tenantId: string | null): string =>
    SAMPLE_TENANTS.find((tenant) => tenant.id === tenantId)?.name ?? '–';
  const rows = last.map(
    (entry) =>
      html`<tr>
        <td>${entry.at.slice(11, 19)}</td>
        <td>${entry.method} <code>${entry.path}</code></td>
        <td>${nameOf(entry.tenant)}</td>
        <td><code>${entry.user ?? '–'}</code></td>
        <td>${entry.status === 0 ? 'no answer' : entry.status}</td>
      </tr>`,
  );
  return table('Last requests', ['Time (UTC)', 'Request', 'Directory', 'Account', 'Status'], rows);
}

/** The sample world as it stands: who is linked to what where, and how to try each path. */
export function worldPage(parts: Shown): Page {
  const heads = [
    'Directory',
    ...SAMPLE_PEOPLE.map((person) => person.name),
    'What is special',
    'Type this in the chat',
  ];
  const body = html`<h1>The local cloud</h1>
    <p>
      A stand-in for Microsoft Entra and Azure Resource Manager on this machine. Everything in it is made up.
    </p>
    <h2>Who is linked to what, where</h2>
    ${table(
      'Links by directory and person',
      heads,
      SAMPLE_TENANTS.map((tenant) => directoryRow(parts.state, tenant)),
    )}
    <h2>PartnerIDs it knows</h2>
    ${partnersTable()}
    <h2>Faults in wait</h2>
    ${faultsList(parts)}
    <p class="soft">Scripted with <code>POST /faults</code>; taken away with <code>DELETE /faults</code>.</p>
    <h2>The last ${JOURNAL_LINES} requests, newest first</h2>
    ${journalTable(parts)}
    <p><a href="/journal">The whole journal as JSON</a></p>
    <h2>Begin anew</h2>
    <form method="post" action="/reset" class="narrow-form">
      <button type="submit">Put the sample world back as it was at the first start</button>
    </form>`;
  return { status: 200, title: 'The sample world', body, wide: true };
}
