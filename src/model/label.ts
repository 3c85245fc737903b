/**
 * What a message asks the bot to do or answer first. The names are stable: examples, logs and content refer to them.
 * `undo` exists because the product has an Undo that people also type.
 */
export const LABELS = [
  'link-partner-id',
  'provide-partner-id',
  'show-link',
  'change-partner-id',
  'unlink-partner-id',
  'undo',
  'which-tenant',
  'switch-tenant',
  'help',
  'cancel',
  'sign-in',
  'sign-out',
  'greeting',
  'thanks',
  'confirm',
  'decline',
  /** Everything else: the bot says what it can do. */
  'out-of-scope',
] as const;

/** One of LABELS. */
export type Label = (typeof LABELS)[number];
