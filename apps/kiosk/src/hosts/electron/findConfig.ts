/** Where an installed terminal has its configuration. */
export const INSTALLED_CONFIG = '/etc/renshe-kiosk/terminal.yaml';

/** The terminal's configuration file: `--config=<file>`, else the installed one. Chromium's own switches are not ours. */
export function findConfig(args: readonly string[]): string {
  const given = args.findLast((argument) => argument.startsWith('--config='));
  return given?.slice('--config='.length) || INSTALLED_CONFIG;
}
