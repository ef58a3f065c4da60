export interface BrowserArgumentsOptions {
  readonly profileDir: string;
  /** `kiosk`: the whole screen, no way out. `dev`: a window without tabs or address bar. */
  readonly window: 'kiosk' | 'dev';
  /** Simulation: the file the camera is fed from. */
  readonly cameraFile?: string;
  /** Root cannot have Chromium's sandbox. */
  readonly asRoot: boolean;
}

/**
 * How Chromium is started for an unattended screen. The address is not among the arguments: every user of the machine
 * can read those, and it holds the token.
 */
export function browserArguments({ profileDir, window, cameraFile, asRoot }: BrowserArgumentsOptions): string[] {
  return [
    `--user-data-dir=${profileDir}`,
    // Commands come through two inherited pipes that nobody else can open. When they close, because we died, it ends.
    '--remote-debugging-pipe',
    // No other machine, whatever a page or the browser itself might want there.
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    '--no-proxy-server',
    // Nothing that would lie over the page: first run, restore after a crash, updates, translation, passwords.
    '--no-first-run',
    '--no-default-browser-check',
    '--noerrdialogs',
    '--disable-infobars',
    '--disable-session-crashed-bubble',
    '--hide-crash-restore-bubble',
    '--disable-component-update',
    '--check-for-update-interval=31536000',
    '--disable-extensions',
    '--disable-notifications',
    '--password-store=basic',
    // Nothing that talks to a vendor.
    '--disable-background-networking',
    '--disable-sync',
    '--disable-domain-reliability',
    '--disable-breakpad',
    '--no-pings',
    // No gesture that leaves or distorts the page: pinch, swipe to go back, a second window.
    '--disable-pinch',
    '--overscroll-history-navigation=0',
    '--block-new-web-contents',
    '--disable-features=Translate,MediaRouter,OptimizationHints,TouchpadOverscrollHistoryNavigation',
    // The page speaks before anybody has touched it, and goes on while another window lies over it.
    '--autoplay-policy=no-user-gesture-required',
    '--disable-renderer-backgrounding',
    '--disable-backgrounding-occluded-windows',
    '--lang=zh-CN',
    '--disk-cache-size=1',
    ...(cameraFile ? ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${cameraFile}`] : []),
    ...(asRoot ? ['--no-sandbox'] : []),
    ...(window === 'kiosk' ? ['--kiosk', 'about:blank'] : ['--window-size=1500,1000', '--app=about:blank']),
  ];
}
