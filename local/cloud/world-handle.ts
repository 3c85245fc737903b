import { armTime } from './arm/arm-time';
import type { CloudParts } from './cloud-parts';
import type { FaultInput } from './faults/fault';
import type { JournalEntry } from './journal/journal';
import type { LinkRow } from './state/link-row';
import { homeTenant } from './world/lookup';
import type { SamplePerson } from './world/sample-world';

/** The sample world as a test sees and changes it, past every rule of the services. */
export interface WorldHandle {
  /** ARM's row for the account, removed ones included. */
  link(tenantId: string, objectId: string): LinkRow | undefined;
  /** Links as somebody else's script would: at once, whatever is there. */
  setLink(tenantId: string, objectId: string, partnerId: string): void;
  /** Forgets the row altogether, as if nothing had ever been linked. */
  clearLink(tenantId: string, objectId: string): void;
  setConsent(tenantId: string, given: boolean): void;
  /** From now on the sample people (and their colleagues, if so) see so many directories more; none is linked yet. */
  setCrowd(count: number, isForColleagues?: boolean): void;
  journal(): JournalEntry[];
  clearJournal(): void;
  /** Every token, code, verifier and secret that went over the token endpoint since the start. */
  secretsSeen(): string[];
  setFault(fault: FaultInput): void;
  clearFaults(): void;
  /** Links and approvals as at the first start; no faults, no journal, no sessions. */
  reset(): void;
  /** A token like the one Teams hands to the bot; `secondFactor` as if the person had given one to Teams. */
  issueSsoToken(person: SamplePerson, options?: { secondFactor?: boolean }): Promise<string>;
}

/** Links and approvals as at the first start; no faults, no journal, no sessions. */
export function resetWorld(parts: CloudParts): void {
  parts.state.reset();
  parts.faults.clear();
  parts.sessions.clear();
  parts.journal.clear();
}

function setLink(parts: CloudParts, tenantId: string, objectId: string, partnerId: string): void {
  const row = parts.state.row(tenantId, objectId);
  const version = (row?.version ?? 0) + 1;
  const now = armTime(parts.clock.now(), version);
  parts.state.putRow({
    tenantId,
    objectId,
    partnerId,
    version,
    createdTime: row?.createdTime ?? now,
    updatedTime: now,
    state: 'Active',
  });
}

/** The handle that a started cloud gives out. */
export function createWorldHandle(parts: CloudParts): WorldHandle {
  return {
    link: (tenantId, objectId) => parts.state.row(tenantId, objectId),
    setLink: (tenantId, objectId, partnerId) => {
      setLink(parts, tenantId, objectId, partnerId);
    },
    clearLink: (tenantId, objectId) => {
      parts.state.deleteRow(tenantId, objectId);
    },
    setConsent: (tenantId, given) => {
      parts.state.setConsent(tenantId, given);
    },
    setCrowd: (count, isForColleagues = false) => {
      Object.assign(parts.crowd, { count, isForColleagues });
    },
    journal: () => parts.journal.entries(),
    clearJournal: () => {
      parts.journal.clear();
    },
    secretsSeen: () => parts.secrets.all(),
    setFault: (fault) => {
      parts.faults.add(fault);
    },
    clearFaults: () => {
      parts.faults.clear();
    },
    reset: () => {
      resetWorld(parts);
    },
    issueSsoToken: (person, options) =>
      parts.tokens.ssoToken({
        person,
        tenant: homeTenant(),
        objectId: person.objectId,
        secondFactor: options?.secondFactor ?? false,
      }),
  };
}
