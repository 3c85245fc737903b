import { readFileSync } from 'node:fs';

/** What a process has used; undefined figures where the system does not tell (anything but Linux). */
export interface Usage {
  /** Since its start. */
  readonly cpuMs: number | undefined;
  readonly rssMb: number | undefined;
}

/** Linux counts CPU time in ticks of 10 ms (USER_HZ, fixed at 100 for everything that /proc tells). */
const TICK_MS = 10;
/** In /proc/<pid>/stat, counted from the field after the command in parentheses. */
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;

/** Reads the usage of a process from /proc. */
export function readUsage(pid: number): Usage {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(status) ?? [];
    return {
      cpuMs: (Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS])) * TICK_MS,
      rssMb: kilobytes === undefined ? undefined : Number(kilobytes) / 1024,
    };
  } catch {
    return { cpuMs: undefined, rssMb: undefined };
  }
}
