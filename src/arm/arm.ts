import type { AzureSettings } from '../auth/entra-client';
import type { UserTokens } from '../auth/people-tokens';
import type { Clock } from '../model/clock';
import type { Log } from '../model/log';
import type { FairLimiter } from '../network/fair-limiter';
import type { HttpSend } from '../network/http-send';
import type { Wait } from '../lib/async';
import { createAccess } from './access';
import { createArmCaller } from './call';
import { createDirectories } from './directories';
import { createPartnerLinks } from './partner-links';
import type { Access, Directories, PartnerLinks } from './ports';

/** The ports of this room: what is read of Azure Resource Manager and written there, always as the person. */
export interface Arm {
  readonly links: PartnerLinks;
  readonly directories: Directories;
  readonly access: Access;
}

/** What the room is built with. */
export interface ArmParts {
  readonly tokens: UserTokens;
  readonly send: HttpSend;
  readonly limiter: FairLimiter;
  readonly clock: Clock;
  readonly log: Log;
  readonly wait: Wait;
  readonly random: () => number;
}

/** Azure Resource Manager as the settings name it: Microsoft's or the local stand-in, by the same code. */
export function createArm(settings: AzureSettings, { wait, random, ...parts }: ArmParts): Arm {
  const reading = { callArm: createArmCaller({ settings, ...parts }), wait, random };
  return {
    links: createPartnerLinks(reading),
    directories: createDirectories(reading),
    access: createAccess({ ...reading, tokens: parts.tokens, clock: parts.clock }),
  };
}
