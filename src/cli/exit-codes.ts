/** What the process says to a script. docs: README, "Exit codes". */
export const exitCodes = {
  /** Something was promoted, or there was nothing to object to. */
  clean: 0,
  gateFailed: 1,
  /** Misuse of a command, or a configuration that is wrong. */
  misuse: 2,
  undecided: 3,
  /** Vendor, budget or I/O. */
  runFailed: 4,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
