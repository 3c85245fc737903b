/** How Entra words one of its numbers on the wire. */
export interface ErrorDescription {
  /** OAuth's error code. */
  readonly error: string;
  readonly status: number;
  readonly suberror?: string;
  /** In our own words; clients must look at the number only. */
  readonly sentence: string;
}

const grant = (sentence: string, suberror?: string): ErrorDescription => ({
  error: 'invalid_grant',
  status: 400,
  sentence,
  ...(suberror === undefined ? {} : { suberror }),
});
const interaction = (sentence: string): ErrorDescription => ({
  error: 'interaction_required',
  status: 400,
  suberror: 'basic_action',
  sentence,
});
const denied = (sentence: string): ErrorDescription => ({ error: 'access_denied', status: 400, sentence });
const client = (sentence: string): ErrorDescription => ({ error: 'invalid_client', status: 401, sentence });
const app = (sentence: string): ErrorDescription => ({ error: 'unauthorized_client', status: 400, sentence });
const resource = (sentence: string): ErrorDescription => ({
  error: 'invalid_resource',
  status: 400,
  sentence,
});
const request = (sentence: string): ErrorDescription => ({ error: 'invalid_request', status: 400, sentence });

const CATALOGUE: Readonly<Record<number, ErrorDescription>> = {
  // The person has to do something
  50058: { error: 'login_required', status: 400, sentence: 'Nobody is signed in here yet.' },
  50072: interaction('The person has to register a second factor before going on.'),
  50074: interaction('A second factor is needed and was not given.'),
  50076: interaction('This resource asks for a second factor.'),
  50078: interaction('The second factor was given too long ago.'),
  50079: interaction('The person has to set up a second factor first.'),
  50158: interaction('An outside security check has to be passed first.'),
  16000: {
    error: 'interaction_required',
    status: 400,
    sentence: 'The session belongs to an account that is not known in this directory.',
  },
  16003: grant('The account has not been added to this directory.'),
  // Consent
  65001: grant('Nobody has approved this app for this account in this directory.', 'consent_required'),
  65004: denied('The person declined to approve the app.'),
  90094: denied('An administrator of this directory has to approve the app.'),
  // Conditional Access
  53000: grant('The device is not compliant with the policy of this directory.', 'message_only'),
  53001: grant('The device is not joined to the domain that the policy asks for.', 'message_only'),
  53002: grant('The app is not one that the policy of this directory approves.', 'message_only'),
  53003: grant('A Conditional Access policy of this directory blocks the sign-in.', 'message_only'),
  530035: grant('The security defaults of this directory block the sign-in.', 'message_only'),
  // The account and the directory
  50014: grant('The guest invitation has not been accepted yet.'),
  50020: grant('The account does not exist in this directory and has to be invited first.'),
  50034: grant('The account does not exist in this directory.'),
  50105: grant('The account is not assigned to this app.'),
  51004: grant('The account does not exist in this directory.'),
  90002: request('There is no such directory.'),
  500021: denied('Tenant restrictions keep this account from the directory.'),
  500212: denied('The directory of the account does not let it go to this directory.'),
  500213: denied('This directory does not let accounts in from the directory of the account.'),
  // Sessions, codes and assertions
  50013: grant('The assertion was not signed by us, or is not meant for this app.'),
  50132: grant('The session is no longer valid; credentials have changed.', 'bad_token'),
  50133: grant('The session is no longer valid; the password has expired or changed.', 'bad_token'),
  50173: grant('The grant was revoked; a new sign-in is needed.', 'bad_token'),
  50148: grant('The code verifier does not fit the code challenge of the sign-in.'),
  54005: grant('The code has been redeemed before.'),
  70008: grant('The code or refresh token has expired.', 'token_expired'),
  70043: grant('The refresh token has expired by the sign-in frequency of a policy.', 'token_expired'),
  500112: grant('The redirect address differs from the one that the code was issued for.'),
  500133: grant('The assertion is outside its time of validity.'),
  9002313: grant('The code or token is not one of ours.'),
  // The app
  50011: request('The redirect address is not registered for this app.'),
  70002: client('The credentials of the app are wrong.'),
  70003: { error: 'unsupported_grant_type', status: 400, sentence: 'The grant type is not supported.' },
  70011: { error: 'invalid_scope', status: 400, sentence: 'The scope is not valid.' },
  650052: app('The service that the app asks for is not set up in this directory.'),
  650057: resource('The app does not list this resource among its permissions.'),
  700011: app('The app that sent this request is not known in this directory.'),
  700016: app('There is no app with this id in this directory.'),
  700024: client('The assertion of the app is outside its time of validity.'),
  700027: client('The assertion of the app has a wrong signature.'),
  900144: request('A parameter that the request needs is missing.'),
  500011: resource('There is no such resource in this directory.'),
  7000215: client('The client secret is wrong.'),
  7000218: client('The request needs a client secret.'),
  7000229: app('The app may not act for itself in this directory.'),
  // The service
  90033: {
    error: 'temporarily_unavailable',
    status: 503,
    sentence: 'The service is not available just now.',
  },
  90055: {
    error: 'temporarily_unavailable',
    status: 429,
    sentence: 'Too many requests for this directory.',
  },
};

/** The numbers that have a wording of their own. */
export const KNOWN_AADSTS: readonly number[] = Object.keys(CATALOGUE).map(Number);

/** How to say this number; one without wording of its own is an `invalid_grant`. */
export function describeError(aadsts: number): ErrorDescription {
  return CATALOGUE[aadsts] ?? grant('The sign-in was refused.');
}
