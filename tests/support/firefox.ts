import { type Browser, firefox } from 'playwright-core';
import { closingQuietly } from './chromium.ts';

/** Where Debian puts it. */
const FIREFOX = '/usr/bin/firefox-esr';

/**
 * What it must not do by itself while it is tested. Whatever it still asks of others goes to a proxy that isn't there:
 * only this machine is asked directly.
 */
const PREFERENCES = {
  'network.proxy.type': 1,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': 9,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': 9,
  'network.proxy.no_proxies_on': 'localhost, 127.0.0.1',
  'network.proxy.failover_direct': false,
  'network.captive-portal-service.enabled': false,
  'network.trr.mode': 5,
  'network.dns.disablePrefetch': true,
  'network.dns.forceResolve': '127.0.0.1',
  'services.settings.server': 'data:,',
  'toolkit.telemetry.enabled': false,
  'toolkit.telemetry.unified': false,
  'app.update.enabled': false,
  'dom.push.connection.enabled': false,
};

/** Commands that the driver sends to newer versions than Debian's, and without which it does all that tests ask. */
const TOO_NEW = ['emulation.setMediaFeaturesOverride'];

interface Session {
  send(method: string, params: unknown): Promise<unknown>;
}

/** The driver's own side of a browser, which has no public name. */
interface Inside {
  _connection?: { toImpl?(browser: Browser): { _browserSession?: Session } };
}

/**
 * Debian's own Firefox, headless, driven by the standard protocol (WebDriver BiDi).
 * @param downloadsPath the folder in which it saves files, under their own names: the driver hears nothing of them
 */
export async function launchFirefox(downloadsPath: string): Promise<Browser> {
  const browser = await firefox.launch({
    channel: 'moz-firefox',
    executablePath: FIREFOX,
    headless: true,
    downloadsPath,
    firefoxUserPrefs: PREFERENCES,
  });
  // The driver has no way to leave a command out, and no context is made where one fails.
  const session = (browser as Browser & Inside)._connection?.toImpl?.(browser)?._browserSession;
  const kind: Session | null = session ? Object.getPrototypeOf(session) : null;
  if (!kind) throw new Error('the driver has no session with Firefox in the place where it used to be');
  const { send } = kind;
  kind.send = function (this: Session, method, params) {
    return TOO_NEW.includes(method) ? Promise.resolve({}) : send.call(this, method, params);
  };
  return closingQuietly(browser);
}
