/**
 * The bridge that development and the screen tests use in place of the window:
 * POST /rpc {cmd, req} becomes one line to a real `counterfoil rpc` process.
 *
 * COUNTERFOIL_BIN names the program, COUNTERFOIL_DATA its folder.
 */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createInterface } from 'node:readline';
import type { Connect, Plugin } from 'vite';

type Answer = { id: number; ok?: unknown; err?: unknown };

class StationProcess {
  private child: ChildProcessWithoutNullStreams | undefined;
  private next = 1;
  private waiting = new Map<number, (answer: Answer) => void>();

  ask(cmd: string, req: unknown): Promise<Answer> {
    const child = (this.child ??= this.start());
    const id = this.next++;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      child.stdin.write(JSON.stringify({ id, cmd, req }) + '\n');
    });
  }

  stop(): void {
    this.child?.stdin.end();
  }

  private start(): ChildProcessWithoutNullStreams {
    const program = process.env.COUNTERFOIL_BIN ?? 'counterfoil';
    const folder = process.env.COUNTERFOIL_DATA ?? 'demo';
    const child = spawn(program, ['rpc', '--data', folder], { stdio: 'pipe' });
    child.stderr.pipe(process.stderr);
    child.stdin.on('error', () => this.ended());
    child.on('error', () => this.ended());
    child.on('exit', () => this.ended());
    createInterface({ input: child.stdout }).on('line', (line) => {
      const answer = JSON.parse(line) as Answer;
      this.waiting.get(answer.id)?.(answer);
      this.waiting.delete(answer.id);
    });
    return child;
  }

  private ended(): void {
    this.child = undefined;
    for (const [id, resolve] of this.waiting) {
      resolve({ id, err: { code: 'no_answer', message: 'the workstation program ended', facts: {} } });
    }
    this.waiting.clear();
  }
}

async function body(request: IncomingMessage): Promise<{ cmd: string; req: unknown }> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString('utf8')) as { cmd: string; req: unknown };
}

function route(station: StationProcess): Connect.NextHandleFunction {
  return (request: IncomingMessage, response: ServerResponse, next: () => void) => {
    // A page of another origin may not talk to the desk.
    const sameOrigin = request.headers['sec-fetch-site'] === 'same-origin';
    if (request.url !== '/rpc' || request.method !== 'POST' || !sameOrigin) return next();
    void body(request)
      .then(({ cmd, req }) => station.ask(cmd, req))
      .then((answer) => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(answer));
      })
      .catch(() => {
        response.statusCode = 400;
        response.end();
      });
  };
}

export function stationBridge(): Plugin {
  const station = new StationProcess();
  return {
    name: 'counterfoil-station-bridge',
    configureServer(server) {
      server.middlewares.use(route(station));
      server.httpServer?.on('close', () => station.stop());
    },
    configurePreviewServer(server) {
      server.middlewares.use(route(station));
      server.httpServer?.on('close', () => station.stop());
    },
  };
}
