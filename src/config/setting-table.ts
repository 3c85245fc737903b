import { COMPANY_ENTRY } from './setting-entry';
import type { SettingEntry } from './setting-entry';

const OWN_CHOICE = 'Your own choice.';
const LEAVE_EMPTY = 'Leave it empty, except for a cloud of your own.';
const CHANNEL = { group: 'Azure', where: LEAVE_EMPTY, byDefault: 'that of AZURE_CLOUD' } as const;

/**
 * Every setting that the bot reads, for people: `src/config/settings.ts` checks them, this says what they are and where
 * to find them. `docs/SETTINGS.md` is made from it (`npm run settings`); a test holds both to what is really read.
 */
export const SETTING_TABLE: readonly SettingEntry[] = [
  {
    group: 'The bot',
    name: 'PUBLIC_URL',
    meaning: 'The https address at which people’s browsers and Teams reach the bot, without a path.',
    where: 'The output publicUrl of the deployment, or Azure portal › your Container App › Application Url.',
    needed: 'always',
  },
  {
    group: 'The bot',
    name: 'BOT_ID',
    meaning: 'The Microsoft App ID of the Azure Bot.',
    where:
      'Azure portal › your Azure Bot › Configuration › Microsoft App ID (the deployment’s output botId).',
    needed: 'in production',
  },
  {
    group: 'The bot',
    name: 'BOT_TENANT_ID',
    meaning: 'The directory that the Azure Bot belongs to.',
    where:
      'Azure portal › your Azure Bot › Configuration › App Tenant ID (the deployment’s output botTenantId).',
    needed: 'in production',
  },
  {
    group: 'The bot',
    name: 'BOT_TYPE',
    meaning: 'How the bot proves who it is: UserAssignedMSI (no secret) or SingleTenant (a client secret).',
    where: 'Azure portal › your Azure Bot › Configuration › Bot Type.',
    byDefault: 'SingleTenant',
  },
  {
    group: 'The bot',
    name: 'SECRET_BOT_PASSWORD',
    meaning: 'A client secret of the bot’s app registration.',
    where:
      'Microsoft Entra admin center › App registrations › the one with the BOT_ID › Certificates & secrets › New client secret: the column Value, shown once, not Secret ID.',
    needed: 'with BOT_TYPE=SingleTenant',
  },
  {
    group: 'The bot',
    name: 'OPERATOR_NAME',
    meaning:
      'The company that runs the bot, as its pages and the app in Teams name it; at most 32 characters.',
    where: 'Your own company’s name (the deployment’s parameter operatorName).',
    needed: 'in production',
  },
  {
    group: 'The bot',
    name: 'OPERATOR_CONTACT',
    meaning: 'Where people reach them: an e-mail address or an https address; it appears on public pages.',
    where: 'The address of your own support team (the deployment’s parameter operatorContact).',
    needed: 'in production',
  },
  {
    group: 'Signing in',
    name: 'AAD_APP_CLIENT_ID',
    meaning: 'The app registration with which people sign in; another one than the bot’s.',
    where:
      'Microsoft Entra admin center › App registrations › your sign-in app › Overview › Application (client) ID.',
    needed: 'always',
  },
  {
    group: 'Signing in',
    name: 'SECRET_AAD_APP_CLIENT_SECRET',
    meaning: 'A client secret of the sign-in app.',
    where:
      'Microsoft Entra admin center › App registrations › your sign-in app › Certificates & secrets › New client secret: the column Value, shown once, not Secret ID.',
    needed: 'one of these three',
  },
  {
    group: 'Signing in',
    name: 'AAD_APP_CERTIFICATE_FILE',
    meaning: 'A PEM file with a certificate of the sign-in app and its RSA key, not encrypted.',
    where:
      'A file that the bot can read; its public part is uploaded at App registrations › your sign-in app › Certificates & secrets › Certificates.',
    needed: 'one of these three',
  },
  {
    group: 'Signing in',
    name: 'AAD_APP_MANAGED_IDENTITY_CLIENT_ID',
    meaning: 'A user-assigned managed identity that the sign-in app trusts by a federated credential.',
    where:
      'Azure portal › Managed Identities › the bot’s identity › Overview › Client ID (the deployment’s output identityClientId).',
    needed: 'one of these three',
  },
  {
    group: 'Signing in',
    name: 'AAD_APP_SSO_RESOURCE',
    meaning: 'The Application ID URI of the sign-in app: with it Teams signs people in silently. Empty: off.',
    where:
      'Microsoft Entra admin center › App registrations › your sign-in app › Expose an API › Application ID URI, such as api://botid-<BOT_ID>.',
    byDefault: 'off',
  },
  {
    group: 'Signing in',
    name: 'BOT_OAUTH_CONNECTION',
    meaning:
      'An OAuth connection of the Azure Bot for the scope <AAD_APP_SSO_RESOURCE>/access_as_user: it keeps people’s sign-ins over restarts and for all instances. Empty: each instance lets Teams sign people in silently.',
    where:
      'Azure portal › your Azure Bot › Configuration › OAuth Connection Settings: the name of one with the service provider Azure Active Directory v2, the sign-in app, Tenant ID common, and AAD_APP_SSO_RESOURCE as Token Exchange URL.',
    byDefault: 'none',
  },
  {
    group: 'Signing in',
    name: 'BOT_TOKEN_SERVICE_URL',
    meaning: 'The address of the Bot Framework Token Service, for a connection that is kept in a region.',
    where: 'https://europe.token.botframework.com for an Azure Bot in Europe; else leave it empty.',
    byDefault: 'that of AZURE_CLOUD',
  },
  {
    group: 'Signing in',
    name: 'SILENT_SIGN_IN_PATIENCE_MS',
    meaning:
      'How long the silent sign-in may stay without an answer before the person gets a button, in milliseconds.',
    where: OWN_CHOICE,
    byDefault: '10000',
  },
  {
    group: 'Azure',
    name: 'AZURE_CLOUD',
    meaning: 'Which of Azure’s clouds: public (GCC too), usgovernment (GCC High), usgovernment-dod or china.',
    where: 'The cloud in which your directory is.',
    byDefault: 'public',
  },
  {
    group: 'Azure',
    name: 'AAD_AUTHORITY_HOST',
    meaning: 'The address of Entra.',
    where: LEAVE_EMPTY,
    byDefault: 'that of AZURE_CLOUD',
  },
  {
    group: 'Azure',
    name: 'ARM_ENDPOINT',
    meaning: 'The address of Azure Resource Manager.',
    where: LEAVE_EMPTY,
    byDefault: 'that of AZURE_CLOUD',
  },
  {
    group: 'Azure',
    name: 'ARM_AUDIENCE',
    meaning: 'The name under which tokens for Azure Resource Manager are asked for.',
    where: LEAVE_EMPTY,
    byDefault: 'that of AZURE_CLOUD',
  },
  { ...CHANNEL, name: 'CHANNEL_OPENID_METADATA', meaning: 'Where the keys are that Teams signs with.' },
  { ...CHANNEL, name: 'CHANNEL_TOKEN_ISSUER', meaning: 'The issuer of Teams’ tokens.' },
  { ...CHANNEL, name: 'CHANNEL_AUTHORITY_HOST', meaning: 'Where the bot gets its own token.' },
  {
    ...CHANNEL,
    name: 'CHANNEL_SERVICE_HOSTS',
    meaning: 'The hosts at which Teams takes the bot’s messages, with commas between them.',
  },
  {
    group: 'Records',
    name: 'STORAGE',
    meaning:
      'Where the records are kept: sqlite (a file, for one instance) or azure (tables, for any number).',
    where: OWN_CHOICE,
    byDefault: 'sqlite',
  },
  {
    group: 'Records',
    name: 'AZURE_STORAGE_ACCOUNT',
    meaning: 'The storage account with the tables; a managed identity opens it, so that no secret is needed.',
    where:
      'Azure portal › Storage accounts › the column Name. The identity needs the role Storage Table Data Contributor there.',
    needed: 'with STORAGE=azure, this or the connection string',
  },
  {
    group: 'Records',
    name: 'AZURE_STORAGE_MANAGED_IDENTITY_CLIENT_ID',
    meaning: 'The user-assigned managed identity that opens the storage account.',
    where:
      'Azure portal › Managed Identities › the bot’s identity › Overview › Client ID (the deployment’s output identityClientId).',
    byDefault: 'the machine’s own identity',
  },
  {
    group: 'Records',
    name: 'SECRET_AZURE_STORAGE_CONNECTION_STRING',
    meaning: 'A connection string of the storage account, where there is no managed identity.',
    where: 'Azure portal › your storage account › Security + networking › Access keys › Connection string.',
    needed: 'with STORAGE=azure, this or the account',
  },
  {
    group: 'Records',
    name: 'AUDIT_KEPT_DAYS',
    meaning: 'How many days a line of the audit trail is kept.',
    where: 'Your own choice, or a rule of your company.',
    byDefault: '365',
  },
  {
    group: 'Records',
    name: 'AUDIT_KEPT_ON_FORGET',
    meaning:
      'Whether a person’s lines of the audit trail stay after “forget me”, for as long as AUDIT_KEPT_DAYS: true or false. The cards and the privacy page say which.',
    where: 'true only where a law or a rule of your company makes you keep them.',
    byDefault: 'false',
  },
  {
    group: 'Records',
    name: 'DATA_FOLDER',
    meaning: 'With STORAGE=sqlite: the folder in which the records are kept.',
    where: 'A folder that the bot may write in and that is kept over restarts.',
    byDefault: 'data',
  },
  {
    group: 'Running',
    name: 'PAL_ENVIRONMENT',
    meaning: 'production, or local for the local cloud on your own machine.',
    where: 'Leave it empty; npm start sets local by itself.',
    byDefault: 'production',
  },
  {
    group: 'Running',
    name: 'HOST',
    meaning: 'The network address that the bot listens on.',
    where: OWN_CHOICE,
    byDefault: 'all, by IPv4 and IPv6',
  },
  {
    group: 'Running',
    name: 'PORT',
    meaning: 'The port that the bot listens on; what is in front of it speaks TLS.',
    where: OWN_CHOICE,
    byDefault: '3978',
  },
  {
    group: 'Running',
    name: 'STOP_DELAY_MS',
    meaning:
      'How long a bot that is told to stop still takes requests, so that a load balancer sends them elsewhere, in milliseconds.',
    where: OWN_CHOICE,
    byDefault: '2000',
  },
  COMPANY_ENTRY,
  {
    group: 'Running',
    name: 'PERSON_LIMIT_PER_MINUTE',
    meaning: 'How many messages and presses of one person are answered in a minute.',
    where: OWN_CHOICE,
    byDefault: '20 (no limit that matters in local)',
  },
  {
    group: 'Running',
    name: 'TENANT_LIMIT_PER_MINUTE',
    meaning: 'How many messages and presses of all people of one company are answered in a minute.',
    where: OWN_CHOICE,
    byDefault: '1200 (no limit that matters in local)',
  },
  {
    group: 'Running',
    name: 'LOG_LEVEL',
    meaning: 'From which level on the log is written: debug, info, warn or error.',
    where: OWN_CHOICE,
    byDefault: 'info',
  },
  {
    group: 'The optional model',
    name: 'AZURE_OPENAI_ENDPOINT',
    meaning: 'The Azure OpenAI resource whose model may choose among known labels when the bot is not sure.',
    where: 'Azure portal › your Azure OpenAI resource › Keys and Endpoint › Endpoint.',
    needed: 'all three AZURE_OPENAI settings, or none',
  },
  {
    group: 'The optional model',
    name: 'AZURE_OPENAI_DEPLOYMENT',
    meaning: 'The name of a chat deployment of that resource.',
    where: 'Azure AI Foundry portal › Deployments › the column Name.',
    needed: 'all three AZURE_OPENAI settings, or none',
  },
  {
    group: 'The optional model',
    name: 'SECRET_AZURE_OPENAI_KEY',
    meaning: 'A key of that resource.',
    where: 'Azure portal › your Azure OpenAI resource › Keys and Endpoint › KEY 1 or KEY 2.',
    needed: 'all three AZURE_OPENAI settings, or none',
  },
  {
    group: 'What can be watched',
    name: 'TELEMETRY_EXPORTER',
    meaning: 'Where traces and metrics go: none, otlp or azure-monitor. They hold no personal data.',
    where: OWN_CHOICE,
    byDefault: 'none',
  },
  {
    group: 'What can be watched',
    name: 'APPLICATIONINSIGHTS_CONNECTION_STRING',
    meaning: 'The Application Insights resource that gets them.',
    isSecret: true,
    where: 'Azure portal › your Application Insights › Overview › Connection String.',
    needed: 'with TELEMETRY_EXPORTER=azure-monitor',
  },
  {
    group: 'What can be watched',
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    meaning: 'The collector that gets them by OTLP over HTTP (JSON), without /v1/traces.',
    where: 'Your collector, such as http://localhost:4318.',
    needed: 'with TELEMETRY_EXPORTER=otlp',
  },
  {
    group: 'What can be watched',
    name: 'SECRET_OTEL_EXPORTER_OTLP_HEADERS',
    meaning: 'Headers that the collector wants, such as api-key=value; several are divided by commas.',
    where: 'Whoever runs the collector.',
  },
];

const BY_NAME = new Map(SETTING_TABLE.map((entry) => [entry.name, entry]));

/** Where a person finds the value of a setting. */
export function whereToFind(name: string): string {
  return BY_NAME.get(name)?.where ?? 'docs/SETTINGS.md has it.';
}

/** Whether a setting's value must stay out of what is shown and logged. */
export function isSecret(name: string): boolean {
  return name.startsWith('SECRET_') || BY_NAME.get(name)?.isSecret === true;
}
