import type { AzureTablesAccess } from '../storage/azure-tables';
import { cloudNamed } from './azure-clouds';
import type { Environment, Section, SettingProblem } from './section';
import { GUID, OWN_CHOICE, isLocal, problemsIn } from './section';

/** Where the records are kept. */
export type StorageSetting =
  /** One file in the data folder: for one instance. */
  | { readonly kind: 'sqlite' }
  /** Tables of an Azure Storage account: for any number of instances. */
  | { readonly kind: 'azure'; readonly access: AzureTablesAccess };

/** How long the audit trail is kept. */
export interface RetentionSetting {
  readonly trailDays: number;
  /** How long when the person is forgotten; 0: deleted at once. */
  readonly trailDaysAfterForget: number;
}

/** Where and for how long the records are kept. */
export interface RecordsSetting {
  readonly storage: StorageSetting;
  readonly retention: RetentionSetting;
  /** Where the records are kept that stand in a file. */
  readonly dataFolder: string;
}

/** See RecordsSetting. */
export const RECORDS: Section<RecordsSetting> = {
  group: 'Records',
  settings: {
    STORAGE: {
      meaning:
        'Where the records are kept: sqlite (a file, for one instance) or azure (tables, for any number).',
      where: OWN_CHOICE,
      byDefault: 'sqlite',
    },
    AZURE_STORAGE_ACCOUNT: {
      meaning:
        'The storage account with the tables; a managed identity opens it, so that no secret is needed.',
      where:
        'Azure portal › Storage accounts › the column Name. The identity needs the role Storage Table Data Contributor there.',
      needed: 'with STORAGE=azure, this or the connection string',
    },
    AZURE_STORAGE_MANAGED_IDENTITY_CLIENT_ID: {
      meaning: 'The user-assigned managed identity that opens the storage account.',
      where:
        'Azure portal › Managed Identities › the bot’s identity › Overview › Client ID (the deployment’s output identityClientId).',
      byDefault: 'the machine’s own identity',
    },
    SECRET_AZURE_STORAGE_CONNECTION_STRING: {
      meaning: 'A connection string of the storage account, where there is no managed identity.',
      where: 'Azure portal › your storage account › Security + networking › Access keys › Connection string.',
      needed: 'with STORAGE=azure, this or the account',
      secretsIn: (text) => [/AccountKey=([^;]+)/i.exec(text)?.[1] ?? ''],
    },
    AUDIT_KEPT_DAYS: {
      meaning: 'How many days a line of the audit trail is kept.',
      where: 'Your own choice, or a rule of your company.',
      byDefault: '365',
    },
    AUDIT_KEPT_ON_FORGET: {
      meaning:
        'Whether a person’s lines of the audit trail stay after “forget me”, for as long as AUDIT_KEPT_DAYS: true or false. The cards and the privacy page say which.',
      where: 'true only where a law or a rule of your company makes you keep them.',
      byDefault: 'false',
    },
    DATA_FOLDER: {
      meaning: 'With STORAGE=sqlite: the folder in which the records are kept.',
      where: 'A folder that the bot may write in and that is kept over restarts.',
      byDefault: 'data',
    },
  },
  read: readRecordsSettings,
};

const ACCOUNT = /^[a-z0-9]{3,24}$/;
const DEFAULT_TRAIL_DAYS = 365;
const MOST_TRAIL_DAYS = 3_650;

/** Where the records are kept and how long, or everything that is wrong with that. */
export function readRecordsSettings(environment: Environment): RecordsSetting | SettingProblem[] {
  const storage = readStorageSetting(environment);
  const retention = readRetentionSetting(environment);
  return Array.isArray(storage) || Array.isArray(retention)
    ? [...problemsIn(storage), ...problemsIn(retention)]
    : { storage, retention, dataFolder: of(environment, 'DATA_FOLDER') || 'data' };
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

function readAccess(environment: Environment): AzureTablesAccess | SettingProblem[] {
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
    ? readConnectionString(connectionString, isLocal(environment))
    : readAccount(account, clientId, environment);
}

function readAccount(
  account: string,
  clientId: string,
  environment: Environment,
): AzureTablesAccess | SettingProblem[] {
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
  mayBeInsecure: boolean,
): AzureTablesAccess | SettingProblem[] {
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
  return isWhole && (mayBeInsecure || !isInsecure)
    ? { kind: 'connection-string', connectionString, mayBeInsecure }
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
