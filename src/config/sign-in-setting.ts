import { createPrivateKey, X509Certificate } from 'node:crypto';
import { z } from 'zod';

import type { AppCredential } from '../auth/entra-client';
import { cloudNamed } from './azure-clouds';
import type { Environment, ReadFile, Section, SettingProblem } from './section';
import { OWN_CHOICE, guid, isSet, notPublic, optional, origin, problemsIn, valuesOf, whole } from './section';

/** How people sign in. */
export interface SignInSetting {
  /** The sign-in app. */
  readonly clientId: string;
  /** How the bot proves to Entra that it is the sign-in app. */
  readonly credential: AppCredential;
  /** The resource of Teams' silent sign-in; absent: it is off. */
  readonly ssoResource?: string;
  /** The OAuth connection of the Azure Bot that keeps people's tokens for the bot; absent: their clients do. */
  readonly tokenService?: { readonly endpoint: string; readonly connectionName: string };
  /** How long Teams' silent sign-in may stay without an answer before the person gets a button. */
  readonly silentSignInPatienceMs: number;
}

const SSO_RESOURCE =
  'the Application ID URI of the sign-in app, such as api://botid-00000000-0000-0000-0000-000000000000';
const APP = 'App registrations › your sign-in app';

const settings = {
  AAD_APP_CLIENT_ID: {
    schema: guid('the application (client) id of the sign-in app: a GUID, from its overview page in Entra'),
    meaning: 'The app registration with which people sign in; another one than the bot’s.',
    where: `Microsoft Entra admin center › ${APP} › Overview › Application (client) ID.`,
    needed: 'always',
  },
  SECRET_AAD_APP_CLIENT_SECRET: {
    meaning: 'A client secret of the sign-in app.',
    where: `Microsoft Entra admin center › ${APP} › Certificates & secrets › New client secret: the column Value, shown once, not Secret ID.`,
    needed: 'one of these three',
  },
  AAD_APP_CERTIFICATE_FILE: {
    meaning: 'A PEM file with a certificate of the sign-in app and its RSA key, not encrypted.',
    where: `A file that the bot can read; its public part is uploaded at ${APP} › Certificates & secrets › Certificates.`,
    needed: 'one of these three',
    secretsIn: (path: string, readFile: ReadFile) => PRIVATE_KEY.exec(readFile(path)) ?? [],
  },
  AAD_APP_MANAGED_IDENTITY_CLIENT_ID: {
    schema: optional(guid('the client id of a user-assigned managed identity: a GUID')),
    meaning: 'A user-assigned managed identity that the sign-in app trusts by a federated credential.',
    where:
      'Azure portal › Managed Identities › the bot’s identity › Overview › Client ID (the deployment’s output identityClientId).',
    needed: 'one of these three',
  },
  AAD_APP_SSO_RESOURCE: {
    schema: optional(z.string().regex(/^api:\/\/[^\s/][^\s]{0,200}$/, { message: SSO_RESOURCE })),
    meaning: 'The Application ID URI of the sign-in app: with it Teams signs people in silently. Empty: off.',
    where: `Microsoft Entra admin center › ${APP} › Expose an API › Application ID URI, such as api://botid-<BOT_ID>.`,
    byDefault: 'off',
  },
  BOT_OAUTH_CONNECTION: {
    schema: optional(
      z.string().regex(/^[\w.-]{1,100}$/, { message: 'the name of an OAuth connection of the Azure Bot' }),
    ),
    meaning:
      'An OAuth connection of the Azure Bot for the scope <AAD_APP_SSO_RESOURCE>/access_as_user: it keeps people’s sign-ins over restarts and for all instances. Empty: each instance lets Teams sign people in silently.',
    where:
      'Azure portal › your Azure Bot › Configuration › OAuth Connection Settings: the name of one with the service provider Azure Active Directory v2, the sign-in app, Tenant ID common, and AAD_APP_SSO_RESOURCE as Token Exchange URL.',
    byDefault: 'none',
  },
  BOT_TOKEN_SERVICE_URL: {
    schema: optional(origin),
    meaning: 'The address of the Bot Framework Token Service, for a connection that is kept in a region.',
    where: 'https://europe.token.botframework.com for an Azure Bot in Europe; else leave it empty.',
    byDefault: 'that of AZURE_CLOUD',
  },
  SILENT_SIGN_IN_PATIENCE_MS: {
    schema: whole('a number of milliseconds from 100 to 60000', 100, 60_000).default(10_000),
    meaning:
      'How long the silent sign-in may stay without an answer before the person gets a button, in milliseconds.',
    where: OWN_CHOICE,
    byDefault: '10000',
  },
};

/** See SignInSetting. */
export const SIGN_IN: Section<SignInSetting> = {
  group: 'Signing in',
  settings,
  read: (environment, readFile) => {
    const credential = readAppCredential(environment, readFile);
    const values = valuesOf(settings, environment, [
      ...problemsIn(credential),
      ...notPublic(environment, ['BOT_TOKEN_SERVICE_URL']),
      ...connectionProblems(environment),
    ]);
    if (Array.isArray(values)) return values;
    if (Array.isArray(credential)) return credential;
    const { AAD_APP_SSO_RESOURCE: ssoResource, BOT_OAUTH_CONNECTION: connectionName } = values;
    const endpoint = values.BOT_TOKEN_SERVICE_URL ?? cloudNamed(environment['AZURE_CLOUD']).tokenService;
    return {
      clientId: values.AAD_APP_CLIENT_ID,
      credential,
      ...(ssoResource === undefined ? {} : { ssoResource }),
      ...(connectionName === undefined ? {} : { tokenService: { endpoint, connectionName } }),
      silentSignInPatienceMs: values.SILENT_SIGN_IN_PATIENCE_MS,
    };
  },
};

/** A connection keeps tokens for a resource; without one there is nothing to keep. */
function connectionProblems(environment: Environment): SettingProblem[] {
  if (!isSet(environment, 'BOT_OAUTH_CONNECTION') || isSet(environment, 'AAD_APP_SSO_RESOURCE')) return [];
  const expected = 'the Application ID URI of the sign-in app, because BOT_OAUTH_CONNECTION is set';
  return [{ name: 'AAD_APP_SSO_RESOURCE', expected }];
}

const WAYS = [
  'SECRET_AAD_APP_CLIENT_SECRET',
  'AAD_APP_CERTIFICATE_FILE',
  'AAD_APP_MANAGED_IDENTITY_CLIENT_ID',
] as const;
const NONE: SettingProblem = {
  name: 'SECRET_AAD_APP_CLIENT_SECRET',
  expected:
    'a client secret of the sign-in app, from its page "Certificates & secrets" – or instead of it, and only ' +
    'one of them, AAD_APP_CERTIFICATE_FILE or AAD_APP_MANAGED_IDENTITY_CLIENT_ID',
};

/**
 * The one credential that is set, or what is wrong. Exactly one of three: with two, nobody could tell which one Entra is
 * shown.
 */
function readAppCredential(environment: Environment, readFile: ReadFile): AppCredential | SettingProblem[] {
  const set = WAYS.filter((name) => (environment[name] ?? '') !== '');
  const [first, ...others] = set;
  if (first === undefined) return [NONE];
  if (others.length > 0) {
    const found = `is set beside ${others.join(' and ')}`;
    return [
      { name: first, expected: 'one way of proving to be the sign-in app, the others left empty', found },
    ];
  }
  const secret = environment['SECRET_AAD_APP_CLIENT_SECRET'] ?? '';
  const file = environment['AAD_APP_CERTIFICATE_FILE'] ?? '';
  const clientId = environment['AAD_APP_MANAGED_IDENTITY_CLIENT_ID'] ?? '';
  if (secret !== '') return { kind: 'secret', secret };
  if (clientId !== '') return { kind: 'managed-identity', clientId };
  return readCertificate(file, readFile);
}

function readCertificate(file: string, readFile: ReadFile): AppCredential | SettingProblem[] {
  const problem = (found: string): SettingProblem[] => [
    {
      name: 'AAD_APP_CERTIFICATE_FILE',
      expected: 'the path of a readable PEM file that holds a certificate and its RSA key, not encrypted',
      found,
    },
  ];
  try {
    const certificate = appCertificateOf(readFile(file));
    return certificate ?? problem('does not hold both');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return problem(`can’t be read (${code ?? 'no reason given'})`);
  }
}

type Certificate = Extract<AppCredential, { kind: 'certificate' }>;

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const PRIVATE_KEY = /-----BEGIN (?:RSA )?PRIVATE KEY-----[^-]+-----END (?:RSA )?PRIVATE KEY-----/;

/** The certificate in a PEM file, or undefined when the file does not hold a certificate with its unencrypted RSA key. */
export function appCertificateOf(pem: string): Certificate | undefined {
  const privateKey = PRIVATE_KEY.exec(pem)?.[0];
  if (privateKey === undefined) return undefined;
  try {
    const key = createPrivateKey(privateKey);
    if (key.asymmetricKeyType !== 'rsa') return undefined;
    const certificates = (pem.match(CERTIFICATE) ?? []).map((text) => new X509Certificate(text));
    const own = certificates.find((certificate) => certificate.checkPrivateKey(key));
    if (own === undefined) return undefined;
    const others = certificates.filter((certificate) => certificate !== own);
    return {
      kind: 'certificate',
      thumbprint: own.fingerprint256.replaceAll(':', '').toLowerCase(),
      privateKey,
      chain: [own, ...others].map((certificate) => certificate.toString()).join(''),
    };
  } catch {
    return undefined;
  }
}
