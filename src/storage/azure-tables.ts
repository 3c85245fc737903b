import { TableClient } from '@azure/data-tables';
import { ManagedIdentityCredential } from '@azure/identity';
import { statusOf } from './table-calls';

/** Which account the tables stand in, and how the bot shows that it may use them. */
export type AzureTablesAccess =
  | {
      readonly kind: 'connection-string';
      readonly connectionString: string;
      /** Whether the account may be reached without TLS: an emulator on this machine only. */
      readonly mayBeInsecure: boolean;
    }
  | {
      readonly kind: 'managed-identity';
      /** Such as `https://myaccount.table.core.windows.net`. */
      readonly endpoint: string;
      /** Of a user-assigned identity; without it, the machine's own. */
      readonly clientId?: string;
    };

const TABLES = { records: 'palrecords', trail: 'palaudittrail' } as const;
/** The first request may have to wait for the identity's token, too. */
const CREATION_MS = 5_000;
const ALREADY_THERE = 409;

/** The two tables; made where there are none yet, before either is used. */
export interface AzureTables {
  records(): Promise<TableClient>;
  trail(): Promise<TableClient>;
}

/** Opens the tables of an account. Nothing is sent before they are used. Throws for a connection string that is none. */
export function openAzureTables(access: AzureTablesAccess): AzureTables {
  const open = clientsOf(access);
  const once = (name: string): (() => Promise<TableClient>) => {
    const client = open(name);
    let made: Promise<TableClient> | undefined;
    return () => {
      made ??= create(client).catch((error: unknown) => {
        made = undefined;
        throw error;
      });
      return made;
    };
  };
  return { records: once(TABLES.records), trail: once(TABLES.trail) };
}

function clientsOf(access: AzureTablesAccess): (name: string) => TableClient {
  // Our own tries have each their time (table-calls.ts).
  const options = { retryOptions: { maxRetries: 0 } };
  if (access.kind === 'connection-string') {
    const { connectionString, mayBeInsecure } = access;
    return (name) =>
      TableClient.fromConnectionString(connectionString, name, {
        ...options,
        allowInsecureConnection: mayBeInsecure,
      });
  }
  const { endpoint, clientId } = access;
  const credential = new ManagedIdentityCredential(clientId === undefined ? {} : { clientId });
  return (name) => new TableClient(endpoint, name, credential, options);
}

async function create(client: TableClient): Promise<TableClient> {
  try {
    await client.createTable({ abortSignal: AbortSignal.timeout(CREATION_MS) });
  } catch (error) {
    // Azurite, and the service for some callers, say that it is there already; the SDK takes the usual case for good.
    if (statusOf(error) !== ALREADY_THERE) throw error;
  }
  return client;
}
