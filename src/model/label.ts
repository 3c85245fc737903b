/**
 * What a message can ask the bot to do. The names are stable: examples, logs and content refer to them.
 * `undo` exists because the product has an Undo that people also type.
 */
export const INTENTS = [
  'link-partner-id',
  'provide-partner-id',
  'show-link',
  'change-partner-id',
  'unlink-partner-id',
  'show-all-links',
  'link-everywhere',
  'export-proof',
  'check-access',
  'undo',
  'my-history',
  'which-tenant',
  'switch-tenant',
  'help',
  /** What the bot can't do, or something that it can't do: a reminder, a colleague's link, a user account. */
  'limits',
  /** "I'm the customer", and back. */
  'as-customer',
  'as-partner',
  'switch-language',
  'cancel',
  'sign-in',
  'sign-out',
  'forget-me',
  'greeting',
  'thanks',
  'confirm',
  'decline',
] as const;

/** The questions that the bot explains; each is the id of an entry of the knowledge. */
export const FAQ_LABELS = [
  'what-is-pal',
  'what-is-dpor',
  'pal-vs-dpor',
  'pal-benefits-partner',
  'partner-program-name',
  'which-partner-id',
  'find-partner-id',
  'partner-id-format',
  'partner-id-rejected',
  'access-options',
  'access-directory-account',
  'what-is-service-principal',
  'service-principal-link',
  'lighthouse-access',
  'lighthouse-link',
  'azure-role-needed',
  'privileged-access-risk',
  'link-with-portal',
  'link-with-cli',
  'link-with-powershell',
  'command-to-show',
  'command-to-update',
  'command-to-delete',
  'portal-switch-directory',
  'who-can-link-pal',
  'pal-can-be-changed',
  'pal-per-tenant',
  'pal-who-can-edit',
  'pal-revenue-report',
  'customer-not-in-report',
  'explain-pal-to-customer',
  'pal-data-collected',
  'pal-security-impact',
  'pal-attribution',
  'pal-effort-after-linking',
  'move-ea-to-azure-plan',
  'dpor-add-steps',
  'dpor-who-can-add',
  'dpor-benefits-customer',
  'dpor-benefits-partner',
  'dpor-when-to-add',
  'dpor-change-how-often',
  'dpor-new-subscription',
  'dpor-other-products',
  'dpor-not-showing-yet',
  'what-is-cpor',
  'what-is-pec',
  'what-is-cua',
  'csp-and-pal',
  'gdap-and-aobo',
  'power-platform-pal',
  'designations-and-pal',
  'which-association',
  'see-all-links',
  'report-delay',
  'agreements-and-pal',
  'several-partners',
  'new-subscription-pal',
  'person-leaves',
  'remove-former-partner',
  'dpor-many-subscriptions',
  'automate-pal',
  'powershell-trouble',
  'customer-asked-to-link',
  'sovereign-clouds',
  'azure-local-and-managed-apps',
  'glossary',
  'get-support',
  'bot-data-stored',
  'bot-permissions',
] as const;

/** Whatever the bot can do or explain. */
export const KNOWN_LABELS = [...INTENTS, ...FAQ_LABELS] as const;

/** What a message asks the bot to do or answer first. */
export const LABELS = [
  ...KNOWN_LABELS,
  /** Everything else: the bot says what it can do. */
  'out-of-scope',
] as const;

/** One of INTENTS. */
export type Intent = (typeof INTENTS)[number];

/** One of FAQ_LABELS. */
export type FaqLabel = (typeof FAQ_LABELS)[number];

/** One of LABELS. */
export type Label = (typeof LABELS)[number];

const faqLabels: ReadonlySet<string> = new Set(FAQ_LABELS);
const labels: ReadonlySet<string> = new Set(LABELS);

/** Whether a label asks for an explanation. */
export function isFaqLabel(label: Label): label is FaqLabel {
  return faqLabels.has(label);
}

/** Whether a word is one of LABELS. */
export function isLabel(word: string): word is Label {
  return labels.has(word);
}
