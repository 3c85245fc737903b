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

/** The entry of the company's PartnerIDs; see company-setting.ts. */
export const COMPANY_ENTRY: SettingEntry = {
  group: 'Running',
  name: 'COMPANY_PARTNER_IDS',
  meaning:
    'The company’s own PartnerIDs with names, separated by semicolons: “1234567 Fabrikam Norway; 2345678 Fabrikam Sweden”. The bot offers them, asks before another one is linked, and marks links to another. “<directory id>: 1234567 Fabrikam Norway” limits one to people of that home directory. Empty: each person enters their PartnerID.',
  where:
    'Partner Center › Settings › Account settings › Organization profile › Identifiers: the rows of the type Location.',
  byDefault: 'none',
};
