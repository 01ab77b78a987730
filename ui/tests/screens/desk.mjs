/** A desk for the screen tests: a fresh workstation of the demo city, the built screens, a browser. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { preview } from 'vite';

const ui = fileURLToPath(new URL('../..', import.meta.url));
const demo = join(ui, '..', 'assets', 'demo');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Makes a fresh workstation of the demo city. */
function begin(program, data, station) {
  const run = (...args) => execFileSync(program, [...args, '--data', data], { stdio: 'pipe' });
  run('init', '--config', join(demo, 'city.toml'), '--station', station);
  run('import-accounts', join(demo, 'accounts.csv'));
}

/** Runs `work` at a desk; `options`: a name, colorScheme, width and height of the window. */
export async function atDesk(options, work) {
  const program = process.env.COUNTERFOIL_BIN;
  if (!program) throw new Error('COUNTERFOIL_BIN must name the built counterfoil program');
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-screens-'));
  const data = join(folder, 'W1');
  begin(program, data, 'W1');
  process.env.COUNTERFOIL_DATA = data;

  const server = await preview({ root: ui, preview: { port: 0, strictPort: false }, logLevel: 'error' });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  try {
    const { width = 1366, height = 768, colorScheme = 'light' } = options;
    const page = await browser.newPage({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
    const desk = new Desk(page, options.name ?? colorScheme, (station, place) => {
      const other = join(folder, place, station);
      mkdirSync(join(folder, place), { recursive: true });
      begin(program, other, station);
      return other;
    });
    page.on('pageerror', (error) => desk.faults.push(`the page threw: ${error.message}`));
    await page.goto(server.resolvedUrls.local[0]);
    await page.waitForSelector('html[data-app-ready=true]');
    await work(desk).catch(async (cause) => {
      const folder = process.env.SCREENS_OUT;
      if (folder) await page.screenshot({ path: join(folder, `${desk.name}-stopped-here.png`) });
      throw cause;
    });
    if (desk.faults.length > 0) throw new Error(desk.faults.join('\n'));
  } finally {
    await browser.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a cashier does at a desk, by keyboard alone. */
export class Desk {
  faults = [];
  shots = 0;

  /** `neighbour(station, place)` makes another workstation in a folder of that name, and says where. */
  constructor(page, name, neighbour) {
    this.page = page;
    this.name = name;
    this.neighbour = neighbour;
  }

  async press(...keys) {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  type(text) {
    return this.page.keyboard.type(text);
  }

  /**
   * Scans a line with the reader's prefix, wherever the focus is, until an element is there. A
   * reader makes no pause: where the machine made one, the line is scanned again.
   */
  async scan(line, selector) {
    const element = this.page.locator(selector).first();
    for (let times = 0; times < 3; times++) {
      await this.type(`~${line}`);
      await this.press('Enter');
      const there = await element.waitFor({ state: 'visible', timeout: 4_000 }).then(
        () => true,
        () => false,
      );
      if (there) return;
      // What was taken for typing is taken away.
      const typed = this.page.locator('input:focus');
      if (await typed.count()) await typed.fill('');
    }
    throw new Error(`${line} was scanned three times, and there is no ${selector}`);
  }

  /** Waits for an element, and where a text is given, until it shows that. */
  async see(selector, text) {
    const element = this.page.locator(selector).first();
    await element.waitFor({ state: 'visible', timeout: 10_000 });
    if (text === undefined) return;
    await this.page
      .waitForFunction(
        ([where, what]) => document.querySelector(where)?.textContent?.includes(what),
        [selector, text],
        { timeout: 10_000 },
      )
      .catch(async () => {
        throw new Error(`${selector} should show “${text}”, it shows “${await element.textContent()}”`);
      });
  }

  /** Waits until the focus is in an element. */
  async focusIn(id) {
    await this.page.waitForFunction((wanted) => document.activeElement?.id === wanted, id, {
      timeout: 10_000,
    });
  }

  /** Checks the screen as it stands: accessibility, nothing beside the window's edge, a picture if asked for. */
  async look(title) {
    await this.page.waitForTimeout(150);
    await this.page.evaluate(axe);
    const found = await this.page.evaluate(() =>
      globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }),
    );
    for (const { id, help, nodes } of found.violations) {
      this.faults.push(
        `${this.name}, ${title}: ${id}: ${help}\n    ${nodes.map((n) => n.html).join('\n    ')}`,
      );
    }
    const wide = await this.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (wide > 0) this.faults.push(`${this.name}, ${title}: ${wide} pixels lie beside the window`);
    const folder = process.env.SCREENS_OUT;
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    const nth = String(++this.shots).padStart(2, '0');
    await this.page.screenshot({
      path: join(folder, `${this.name}-${nth}-${title.replaceAll(' ', '-')}.png`),
    });
  }

  async signIn(user, password) {
    await this.focusIn('sign-in-user');
    await this.type(user);
    await this.press('Tab');
    await this.type(password);
    await this.press('Enter');
    await this.see('#search');
  }

  /** The second person reads and signs. */
  async secondPerson(user, password) {
    await this.focusIn('second-user');
    await this.type(user);
    await this.press('Tab');
    await this.type(password);
    await this.press('Enter');
    await this.page.locator('dialog').waitFor({ state: 'detached', timeout: 10_000 });
  }

  /** Counts cash: `{100: 3}` are three loose pieces of a dollar. */
  async count(prefix, pieces) {
    for (const [cents, loose] of Object.entries(pieces)) {
      await this.page.focus(`#${prefix}-loose-${cents}`);
      await this.type(String(loose));
    }
  }
}
