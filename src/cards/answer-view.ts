import type { PictureName } from '../model/picture';
import type { CustomerRequest } from '../model/problem';
import type { NextStep } from './press';
import type { Where, WhoAndWhere } from './view-of-many';

/** What the bot says in passing: greetings, help, and what it can't do or has not understood. */
export type TalkView =
  /** Once, when the bot is installed. */
  | { readonly name: 'welcome'; readonly data: { readonly displayName: string } }
  | { readonly name: 'help'; readonly data: object }
  | { readonly name: 'greeting'; readonly data: { readonly displayName: string } }
  | { readonly name: 'thanks'; readonly data: object }
  /** The message was not understood. */
  | { readonly name: 'unknown'; readonly data: object }
  /** A picture, a file or a card without a word. */
  | { readonly name: 'wordless'; readonly data: object }
  /** To everybody, when the bot comes into a group or a team. `url` leads to the chat with the bot alone, or is empty. */
  | {
      readonly name: 'introduction';
      /** `isAsked`: somebody asked for help there. */
      readonly data: { readonly url: string; readonly isAsked: boolean };
    }
  /**
   * "Yes" was typed where a button has to be pressed. `operationId`: the planned change; empty for anything else. `isAgain`:
   * that was said just now.
   */
  | {
      readonly name: 'press-needed';
      readonly data: { readonly operationId: string; readonly isAgain?: boolean };
    }
  /** What would be the same card twice in a row. `about`: what stands above. */
  | {
      readonly name: 'same-again';
      readonly data: {
        readonly about: 'unknown' | 'state' | 'other';
        readonly isCustomer: boolean;
        readonly isHelp: boolean;
      };
    }
  /** Who has said that they are the customer asks for what changes a link of their own: whether they are the partner. */
  /** `partnerId`: the number to link, and `places` the names of directories, each empty where none was given. */
  | {
      readonly name: 'go-on-as-partner';
      readonly data: {
        readonly reader: 'customer';
        readonly action: 'link' | 'unlink' | 'undo';
        readonly partnerId: string;
        readonly inMany: '' | 'missing' | 'all';
        readonly places: string;
      };
    }
  /** What the bot can't do, why, and what works instead. `isCustomer`: without the partner's buttons. */
  | {
      readonly name: 'limits';
      readonly data: {
        readonly about: 'remind' | 'users' | 'colleague' | 'undo' | 'all';
        readonly isCustomer: boolean;
      };
    };

/** What the bot answers from its reviewed knowledge. */
export type AnswerView =
  /** An answer from the reviewed knowledge, or a guide. Text of our own, shown as plain text all the same. */
  | { readonly name: 'answer'; readonly data: AnswerData }
  /** Not sure what was meant: up to three questions or commands to choose from. */
  | { readonly name: 'did-you-mean'; readonly data: { readonly choices: readonly Topic[] } }
  /** What a customer can be told, to forward or to copy. */
  | {
      readonly name: 'for-customer';
      readonly data: {
        readonly title: string;
        readonly text: readonly string[];
        readonly copy: string;
        /** The bot's page for the customer's administrator. */
        readonly pageUrl: string;
        /** Who reads it here. */
        readonly reader: 'partner' | 'customer';
      };
    }
  /** Which of the customer's concerns? */
  | {
      readonly name: 'customer-concerns';
      readonly data: {
        readonly concerns: readonly Topic[];
        readonly reader: 'partner' | 'customer';
        /** What they wrote was not understood. */
        readonly isMissed?: boolean;
      };
    }
  /** Dropped into a chat with a customer: no buttons of the bot, it stands alone. */
  | {
      readonly name: 'customer-card';
      readonly data: {
        readonly title: string;
        readonly text: readonly string[];
        readonly sources: readonly Source[];
      };
    };

/** Something that can be asked for by pressing: `title` is the button. */
export interface Topic {
  readonly topic: string;
  readonly title: string;
}

/** Where a statement comes from: Microsoft's documentation, what people have seen in practice, or this bot itself. */
export interface Source {
  readonly kind: 'microsoft' | 'practice' | 'bot';
  readonly title: string;
  readonly url?: string | undefined;
}

/** A table of three columns. */
export interface AnswerTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What an answer card shows. */
export interface AnswerData {
  readonly topic: string;
  readonly question: string;
  readonly short: string;
  readonly long: readonly string[];
  readonly steps: readonly string[];
  /** The drawing under the short answer. */
  readonly picture?: PictureName | undefined;
  /** The first is shown at once, the second under "Tell me more". */
  readonly tables: readonly AnswerTable[];
  /** Ready to be pasted: tenant and PartnerID are filled in where they are known. */
  readonly commands: readonly { readonly title: string; readonly lines: readonly string[] }[];
  /** Empty when there is nothing to warn of. */
  readonly warning: string;
  /** Whether there is a text for the customer. */
  readonly hasCustomerText: boolean;
  /** Guides are shown unfolded. */
  readonly isGuide: boolean;
  /** Empty when there is no step-by-step guide. */
  readonly guide: string;
  readonly sources: readonly Source[];
  /** The day on which somebody last checked the answer, such as 2026-11-27. */
  readonly reviewed: string;
  readonly related: readonly Topic[];
  readonly next: readonly NextStep[];
}

/** A message of the person to the administrator of a directory, to copy or to mail; in both languages. */
export interface RequestToCustomerView {
  readonly name: 'request-to-customer';
  readonly data: WhoAndWhere & {
    readonly kind: CustomerRequest;
    readonly displayName: string;
    /** The application id under which an administrator finds the bot. */
    readonly clientId: string;
    /** Where an administrator approves the bot; empty for every other kind. */
    readonly approvalUrl: string;
    /** The bot's page for the customer's administrator. */
    readonly pageUrl: string;
    /** Which role on what, for the kind `role`. */
    readonly role: string;
    readonly scopes: readonly string[];
    /** For the kind `consent-many`: where each directory approves the bot. */
    readonly approvals?: readonly (Where & { readonly domain: string; readonly url: string })[];
    /** The page with those that did not fit; 0 or none: all did. */
    readonly nextPage?: number;
  };
}
