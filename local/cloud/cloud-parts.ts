import type { Clock } from '../../src/model/clock';
import type { ResourceRequests } from './arm/arm-headers';
import type { Sessions } from './entra/sessions';
import type { SigningKey } from './entra/signing-key';
import type { TokenFactory } from './entra/token-factory';
import type { FaultScript } from './faults/fault-script';
import type { Journal } from './journal/journal';
import type { SecretsSeen } from './journal/secrets-seen';
import type { CloudState } from './state/cloud-state';

/** Everything that the routes of the local cloud share. */
export interface CloudParts {
  readonly clock: Clock;
  /** How many directories the sample people see besides the sample ones; may change at any time. */
  readonly crowd: { count: number; isForColleagues?: boolean };
  readonly state: CloudState;
  readonly journal: Journal;
  readonly secrets: SecretsSeen;
  readonly faults: FaultScript;
  readonly key: SigningKey;
  readonly tokens: TokenFactory;
  readonly sessions: Sessions;
  /** The one app registration that the local Entra knows. */
  readonly app: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly redirectUris: readonly string[];
  };
  /** The registration of an Azure Bot; absent: there is none. */
  readonly bot?: { readonly appId: string; readonly tenantId: string; readonly secret: string };
  /** Entra's address, as its own documents and tokens name it. */
  readonly entraUrl: string;
  /** ARM's address, as its own answers name it. */
  readonly armUrl: string;
  readonly pagesUrl: string;
  readonly resourceRequests: ResourceRequests;
  /** Fires when the cloud stops: ends every wait. */
  readonly stopped: AbortSignal;
  /** What ARM answers to a write of somebody without an account in the directory; not known for sure. */
  readonly noAccountStatus: 400 | 403;
}
