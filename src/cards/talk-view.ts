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
  /** What would be the same card twice in a row. `about`: what stands above. */
  | {
      readonly name: 'same-again';
      readonly data: {
        readonly about: 'unknown' | 'state' | 'other';
        readonly isCustomer: boolean;
        readonly isHelp: boolean;
      };
    }
  /** What the bot can't do, why, and what works instead. */
  | { readonly name: 'limits'; readonly data: { readonly about: 'remind' | 'users' | 'colleague' | 'all' } };
