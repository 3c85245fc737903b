/** What a person does on the sign-in pages, by the names of the buttons there. */
export interface AtThePages {
  readonly as?: string;
  readonly factor?: 'given';
  readonly consent?: 'given' | 'declined';
}

/** Where the sign-in ended. */
export interface SignInVisit {
  readonly status: number;
  readonly title: string;
  readonly html: string;
  readonly headers: Headers;
  /** What came at the end, byte for byte. */
  readonly bytes: Buffer;
  /** The titles of the pages on the way, the last one included. */
  readonly titles: readonly string[];
  readonly addresses: readonly string[];
}

const MOST_STEPS = 20;

/** Opens the address and presses through the pages like a browser: follows redirects, posts forms, takes the link back. */
export async function visitSignIn(address: string, person: AtThePages): Promise<SignInVisit> {
  const titles: string[] = [];
  const addresses: string[] = [];
  let next: { url: string; body?: URLSearchParams } = { url: address };
  for (let step = 0; step < MOST_STEPS; step += 1) {
    addresses.push(next.url);
    const answer = await fetch(next.url, {
      redirect: 'manual',
      ...(next.body === undefined ? {} : { method: 'POST', body: next.body }),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const html = bytes.toString('utf8');
    const location = answer.headers.get('location');
    if (location !== null) {
      next = { url: new URL(location, next.url).href };
      continue;
    }
    const title = /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '';
    titles.push(title);
    const onward = formOf(html, next.url, person) ?? wayBack(html);
    if (onward === undefined)
      return { status: answer.status, title, html, headers: answer.headers, bytes, titles, addresses };
    next = onward;
  }
  throw new Error(`The sign-in goes round in circles: ${titles.join(' → ')}`);
}

function formOf(
  html: string,
  url: string,
  person: AtThePages,
): { url: string; body: URLSearchParams } | undefined {
  const action = /<form method="post" action="([^"]*)"/.exec(html)?.[1];
  if (action === undefined) return undefined;
  const body = new URLSearchParams();
  for (const [, name = '', value = ''] of html.matchAll(
    /<input type="hidden" name="([^"]*)" value="([^"]*)"/g,
  )) {
    body.set(name, unescaped(value));
  }
  const wanted = Object.entries({
    person: person.as ?? 'robin',
    factor: 'given',
    consent: 'given',
    ...person,
  });
  const buttons = [...html.matchAll(/<button type="submit" name="([^"]*)" value="([^"]*)"/g)];
  const pressed = buttons.find(([, name, value]) =>
    wanted.some(([key, want]) => key === name && want === value),
  );
  if (pressed === undefined) throw new Error('No button of the page fits the person.');
  body.set(pressed[1] ?? '', pressed[2] ?? '');
  return { url: new URL(unescaped(action), url).href, body };
}

function wayBack(html: string): { url: string } | undefined {
  const link = /<a class="button first" href="([^"]*)"/.exec(html)?.[1];
  return link === undefined ? undefined : { url: unescaped(link) };
}

function unescaped(text: string): string {
  return text
    .replace(/&quot;/g, '"')
    .replace(/&#0?39;|&apos;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
