/**
 * Everything that a trace or a metric may say of what happened, by name. No name is for a person, a directory, a
 * PartnerID or a text; what is not listed does not compile, and is left out at run time.
 */
export const ATTRIBUTES = [
  'error.type',
  'http.request.method',
  'http.response.status_code',
  'pal.band',
  'pal.card',
  'pal.correlation_id',
  'pal.label',
  'pal.operation.action',
  'pal.operation.outcome',
  'pal.outcome',
  'pal.problem',
  'pal.service',
  'pal.sign_in.outcome',
  'pal.sign_in.way',
  'pal.turn.kind',
] as const;

/** Attributes of a step or a measurement. */
export type Attributes = Readonly<
  Partial<Record<(typeof ATTRIBUTES)[number], string | number | boolean | undefined>>
>;

/**
 * The steps that a trace of a turn can have, outermost first. How long each took is a metric too: `pal.turn.duration`,
 * `pal.dialog.duration`, `pal.change.duration`, `pal.cloud.request.duration`, in seconds.
 */
export type StepName =
  'chat.turn' | 'dialog.text' | 'dialog.press' | 'dialog.signed-in' | 'pal.change' | 'cloud.request';

/** What is counted. `docs/OPERATIONS.md` and `infra/workbook.json` use the same names. */
export type CounterName = 'pal.turns' | 'pal.operations' | 'pal.sign_ins' | 'pal.questions' | 'pal.problems';

/** What is looked at from time to time: seconds, bytes. */
export type GaugeName = 'pal.event_loop.lag' | 'process.memory.usage';

/** A step that is under way. */
export interface Step {
  /** Says more of it. */
  set(attributes: Attributes): void;
  /** Marks it as failed. `kind` is a name or a code, never a message. */
  fail(kind: string): void;
}

/** Where the bot tells what it does, for people who run it; nobody's words, names or ids go in. */
export interface Telemetry {
  /** Does the work as a step of the trace; steps inside of it become its children. What it throws is marked and thrown on. */
  step<T>(name: StepName, attributes: Attributes, work: (step: Step) => Promise<T>): Promise<T>;
  count(name: CounterName, attributes: Attributes): void;
  /** Measures work that ends at once, such as filling in a card. */
  measure<T>(name: 'pal.card.render.duration', attributes: Attributes, work: () => T): T;
  /** `read` is asked whenever the value is sent. */
  gauge(name: GaugeName, read: () => number): void;
  /** Sends what is left and lets go of everything; never rejects. */
  stop(): Promise<void>;
}
