/** How tests and scripts start the browser: headless, and reaching nothing by itself. `CHROMIUM_PATH` names another one. */
export function chromiumOptions(environment: NodeJS.ProcessEnv): { executablePath: string; args: string[] } {
  return {
    executablePath: environment['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  };
}
