/** The host in a plain browser, for development and the screen tests: see vite-rpc.ts. */

export async function browserHost(cmd: string, req: unknown): Promise<unknown> {
  const response = await fetch('/rpc', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ cmd, req }),
  });
  const answer = (await response.json()) as { ok?: unknown; err?: unknown };
  if (answer.err !== undefined) throw answer.err;
  return answer.ok;
}
