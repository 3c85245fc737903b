import { cloudNamed } from './azure-clouds';
import type { Environment, SettingProblem } from './setting-problem';

/** Where the records are kept. */
export type StorageSetting =
  /** One file in the data folder: for one instance. */
  | { readonly kind: 'sqlite' }
  /** Tables of an Azure Storage account: for any number of instances. */
  | { readonly kind: 'azure'; readonly access: AzureTablesSetting };

/** Which account, and how the bot shows that it may use it. */
export type AzureTablesSetting =
  | {
      readonly kind: 'connection-string';
      readonly connectionString: string;
      /** Without TLS: an emulator on this machine, for a local bot only. */
      readonly mayBeInsecure: boolean;
    }
  | { readonly kind: 'managed-identity'; readonly endpoint: string; readonly clientId?: string };

/** How long the audit trail is kept. */
export interface RetentionSetting {
  readonly trailDays: number;
  /** How long when the person is forgotten; 0: deleted at once. */
  readonly trailDaysAfterForget: number;
}

const ACCOUNT = /^[a-z0-9]{3,24}$/;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DEFAULT_TRAIL_DAYS = 365;
const MOST_TRAIL_DAYS = 3_650;

/** Where the records are kept and how long, or everything that is wrong with that. */
export function readRecordsSettings(
  environment: Environment,
): { readonly storage: StorageSetting; readonly retention: RetentionSetting } | SettingProblem[] {
  const storage = readStorageSetting(environment);
  const retention = readRetentionSetting(environment);
  if (!Array.isArray(storage) && !Array.isArray(retention)) return { storage, retention };
  return [...(Array.isArray(storage) ? storage : []), ...(Array.isArray(retention) ? retention : [])];
}

function readStorageSetting(environment: Environment): StorageSetting | SettingProblem[] {
  const kind = of(environment, 'STORAGE') || 'sqlite';
  const access = readAccess(environment);
  if (kind === 'sqlite') return { kind };
  if (kind !== 'azure') return [{ name: 'STORAGE', expected: 'sqlite or azure' }];
  return Array.isArray(access) ? access : { kind, access };
}

function readRetentionSetting(environment: Environment): RetentionSetting | SettingProblem[] {
  const days = of(environment, 'AUDIT_KEPT_DAYS') || String(DEFAULT_TRAIL_DAYS);
  const areDays = /^[0-9]{1,4}$/.test(days) && Number(days) >= 1 && Number(days) <= MOST_TRAIL_DAYS;
  const kept = of(environment, 'AUDIT_KEPT_ON_FORGET') || 'false';
  const isChoice = kept === 'true' || kept === 'false';
  if (areDays && isChoice) {
    const trailDays = Number(days);
    return { trailDays, trailDaysAfterForget: kept === 'true' ? trailDays : 0 };
  }
  return [
    ...(areDays
      ? []
      : [{ name: 'AUDIT_KEPT_DAYS', expected: `a number of days from 1 to ${MOST_TRAIL_DAYS}` }]),
    ...(isChoice ? [] : [{ name: 'AUDIT_KEPT_ON_FORGET', expected: 'true or false' }]),
  ];
}

function readAccess(environment: Environment): AzureTablesSetting | SettingProblem[] {
  const connectionString = of(environment, 'SECRET_AZURE_STORAGE_CONNECTION_STRING');
  const account = of(environment, 'AZURE_STORAGE_ACCOUNT');
  const clientId = of(environment, 'AZURE_STORAGE_MANAGED_IDENTITY_CLIENT_ID');
  if (connectionString !== '' && account !== '') {
    const found = 'is set beside SECRET_AZURE_STORAGE_CONNECTION_STRING';
    return [
      { name: 'AZURE_STORAGE_ACCOUNT', expected: 'one way to the tables, the other left empty', found },
    ];
  }
  if (connectionString + account === '') {
    return [
      {
        name: 'AZURE_STORAGE_ACCOUNT',
        expected:
          'the name of the storage account, which a managed identity opens – or instead of it, and only one of ' +
          'them, SECRET_AZURE_STORAGE_CONNECTION_STRING',
      },
    ];
  }
  return account === ''
    ? readConnectionString(connectionString, environment['PAL_ENVIRONMENT'] === 'local')
    : readAccount(account, clientId, environment);
}

function readAccount(
  account: string,
  clientId: string,
  environment: Environment,
): AzureTablesSetting | SettingProblem[] {
  const problems = [
    ...(ACCOUNT.test(account)
      ? []
      : [
          {
            name: 'AZURE_STORAGE_ACCOUNT',
            expected: 'the name of a storage account: 3 to 24 of a-z and 0-9',
          },
        ]),
    ...(clientId === '' || GUID.test(clientId)
      ? []
      : [
          {
            name: 'AZURE_STORAGE_MANAGED_IDENTITY_CLIENT_ID',
            expected: 'the client id of a user-assigned managed identity: a GUID',
          },
        ]),
  ];
  if (problems.length > 0) return problems;
  const endpoint = `https://${account}.table.${cloudNamed(of(environment, 'AZURE_CLOUD')).tableSuffix}`;
  const base = { kind: 'managed-identity', endpoint } as const;
  return clientId === '' ? base : { ...base, clientId };
}

function readConnectionString(
  connectionString: string,
  isLocal: boolean,
): AzureTablesSetting | SettingProblem[] {
  const parts = new Map(
    connectionString.split(';').map((part): [string, string] => {
      const at = part.indexOf('=');
      return [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()];
    }),
  );
  const isWhole = ['accountname', 'accountkey'].every((name) => (parts.get(name) ?? '') !== '');
  const isInsecure =
    parts.get('defaultendpointsprotocol') === 'http' ||
    (parts.get('tableendpoint') ?? '').startsWith('http:');
  return isWhole && (isLocal || !isInsecure)
    ? { kind: 'connection-string', connectionString, mayBeInsecure: isLocal }
    : [
        {
          name: 'SECRET_AZURE_STORAGE_CONNECTION_STRING',
          expected: 'a connection string of a storage account, with its name, its key, and https',
        },
      ];
}

function of(environment: Environment, name: string): string {
  return (environment[name] ?? '').trim();
}
