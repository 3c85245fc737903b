import type { PackageProblem } from './package-problem';

/** What a placeholder of the manifest stands for, and what it is filled with meanwhile where its value is missing. */
interface Placeholder {
  readonly fix: string;
  /** Lets the other checks go on, so that everything that is wrong is said at once. */
  readonly standIn: string;
  readonly mayBeEmpty?: true;
}

/** The host that stands where none is known. */
export const NO_HOST = 'missing.invalid';
const NO_GUID = '00000000-0000-0000-0000-000000000000';

/** Every placeholder `${{NAME}}` that the manifest may have. */
const PLACEHOLDERS: Readonly<Record<string, Placeholder>> = {
  TEAMS_APP_ID: {
    fix: 'set it to a new GUID (node -p "crypto.randomUUID()") and keep that for all later versions',
    standIn: NO_GUID,
  },
  BOT_ID: { fix: 'set it to the Microsoft App ID of the Azure Bot', standIn: NO_GUID },
  PUBLIC_URL: {
    fix: 'set it to the https address of the bot, such as https://pal.example.com',
    standIn: `https://${NO_HOST}`,
  },
  // The host of PUBLIC_URL, unless it is set.
  BOT_DOMAIN: { fix: 'set PUBLIC_URL', standIn: NO_HOST, mayBeEmpty: true },
  AAD_APP_CLIENT_ID: {
    fix: 'set it to the application (client) id of the app registration with which people sign in',
    standIn: NO_GUID,
  },
  AAD_APP_SSO_RESOURCE: {
    fix: 'set it to api://botid-<BOT_ID>, the Application ID URI of the same app registration',
    standIn: `api://botid-${NO_GUID}`,
  },
  OPERATOR_NAME: {
    fix: 'set it to the name of the company that runs the bot, at most 32 characters',
    standIn: 'missing',
  },
  APP_VERSION: { fix: 'give package.json a version', standIn: '0.0.1' },
  APP_NAME_SUFFIX: { fix: 'leave it empty for production', standIn: '', mayBeEmpty: true },
  DEVELOPER_MPN_ID: {
    fix: 'leave it empty, or set it to the PartnerID of the company that publishes the app',
    standIn: '',
    mayBeEmpty: true,
  },
};

const PLACEHOLDER = /\$\{\{\s*([^}\s]+)\s*\}\}/g;

function placeholdersIn(text: string): string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name))];
}

/**
 * Fills the placeholders of a JSON text with the values of an env file; `from` is that file. What has no value is
 * filled with a stand-in and reported.
 */
export function fillPlaceholders(
  json: string,
  values: Readonly<Record<string, string | undefined>>,
  from: string,
): { json: string; problems: PackageProblem[] } {
  const problems = placeholdersIn(json).flatMap((name): PackageProblem[] => {
    const known = PLACEHOLDERS[name];
    if (known?.mayBeEmpty === true || (values[name] ?? '') !== '') return [];
    return [{ where: `${from} ${name}`, wrong: 'has no value', fix: known?.fix ?? 'give it a value there' }];
  });
  const filled = json.replace(PLACEHOLDER, (_, name: string) => {
    const value = values[name] ?? '';
    return JSON.stringify(value === '' ? (PLACEHOLDERS[name]?.standIn ?? '') : value).slice(1, -1);
  });
  return { json: filled, problems };
}
