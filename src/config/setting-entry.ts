/** What people need to know about one setting that its parser does not say. */
export interface SettingEntry {
  readonly name: string;
  /** What it is, in one sentence. */
  readonly meaning: string;
  /** Where a person finds the value, click by click. */
  readonly where: string;
  /** What counts when it is not set; absent: there is no default. */
  readonly byDefault?: string;
  /** `always`, or when it has to be set; absent: it may stay empty. */
  readonly needed?: string;
  /** Its value holds a secret, though its name does not begin with SECRET_: Azure gives it that name. */
  readonly isSecret?: true;
  /** Settings that belong together, in the order of the page. */
  readonly group: SettingGroup;
}

/** The headings under which settings stand in docs/SETTINGS.md. */
export type SettingGroup =
  'The bot' | 'Signing in' | 'Azure' | 'Records' | 'Running' | 'The optional model' | 'What can be watched';
